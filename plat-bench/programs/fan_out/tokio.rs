use std::time::Instant;

async fn fan_out(count: i64) -> i64 {
    let mut tasks = Vec::with_capacity(count as usize);
    for i in 0..count {
        tasks.push(tokio::spawn(async move { i }));
    }
    let mut sum = 0;
    for task in tasks {
        sum += task.await.unwrap();
    }
    sum
}

async fn run() {
    let count = 1_000_000;
    fan_out(count / 10).await;
    let start = Instant::now();
    let sum = fan_out(count).await;
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, count, sum);
}

fn main() {
    peers::on_tokio(run());
}
