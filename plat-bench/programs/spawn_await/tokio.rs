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
    println!("ns_per_op: {:.2}", elapsed.as_nanos() as f64 / count as f64);
    println!("checksum: {sum}");
}

fn main() {
    let workers = std::env::var("BENCH_WORKERS").unwrap().parse().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .build()
        .unwrap();
    // As a task: block_on's own thread is no worker.
    runtime.block_on(async { tokio::spawn(run()).await.unwrap() });
}
