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
