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
