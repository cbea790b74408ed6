use std::time::Instant;
use tokio::sync::mpsc;

async fn transfer(count: i64) -> i64 {
    let (sender, mut messages) = mpsc::channel::<i64>(1024);
    tokio::spawn(async move {
        for i in 0..count {
            sender.send(i).await.unwrap();
        }
    });
    let mut sum = 0;
    while let Some(message) = messages.recv().await {
        sum += message;
    }
    sum
}

async fn run() {
    let count = 5_000_000;
    transfer(count / 10).await;
    let start = Instant::now();
    let sum = transfer(count).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, count, sum);
}

fn main() {
    peers::on_tokio(run());
}
