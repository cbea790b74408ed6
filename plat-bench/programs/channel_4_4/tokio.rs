use std::time::Instant;

/// Tokio's own channels have one receiver; flume's are the usual choice for several.
async fn transfer(count: i64) -> i64 {
    let (sender, messages) = flume::bounded(1024);
    let consumers: Vec<_> = (0..4)
        .map(|_| {
            let messages = messages.clone();
            tokio::spawn(async move {
                let mut sum = 0;
                while let Ok(message) = messages.recv_async().await {
                    sum += message;
                }
                sum
            })
        })
        .collect();
    for _ in 0..4 {
        let sender = sender.clone();
        tokio::spawn(async move {
            for i in 0..count / 4 {
                sender.send_async(i).await.unwrap();
            }
        });
    }
    drop(sender);
    let mut sum = 0;
    for consumer in consumers {
        sum += consumer.await.unwrap();
    }
    sum
}

async fn run() {
    let count = 4_000_000;
    transfer(count / 10).await;
    let start = Instant::now();
    let sum = transfer(count).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, count, sum);
}

fn main() {
    peers::on_tokio(run());
}
