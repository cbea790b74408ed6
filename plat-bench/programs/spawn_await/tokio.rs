use std::time::Instant;

async fn rounds(count: i64) -> i64 {
    let mut sum = 0;
    for i in 0..count {
        sum += tokio::spawn(async move { i }).await.unwrap();
    }
    sum
}

async fn run() {
    let count = 2_000_000;
    rounds(count / 10).await;
    let start = Instant::now();
    let sum = rounds(count).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, count, sum);
}

fn main() {
    peers::on_tokio(run());
}
