use std::time::Instant;
use tokio::sync::mpsc;

/// Tokio has no rendezvous: a capacity of one is the nearest, and asks for less waiting.
async fn round_trips(count: i64) -> i64 {
    let (questions, mut asked) = mpsc::channel::<i64>(1);
    let (answer, mut answers) = mpsc::channel::<i64>(1);
    tokio::spawn(async move {
        while let Some(value) = asked.recv().await {
            answer.send(value + 1).await.unwrap();
        }
    });
    let mut value = 0;
    for _ in 0..count {
        questions.send(value).await.unwrap();
        value = answers.recv().await.unwrap();
    }
    value
}

async fn run() {
    let count = 1_000_000;
    round_trips(count / 10).await;
    let start = Instant::now();
    let value = round_trips(count).await;
    let elapsed = start.elapsed();
    println!("ns_per_op: {:.2}", elapsed.as_nanos() as f64 / count as f64);
    println!("checksum: {value}");
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
