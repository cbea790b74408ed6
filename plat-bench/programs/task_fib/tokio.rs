use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

fn fib(n: i64) -> Pin<Box<dyn Future<Output = i64> + Send>> {
    Box::pin(async move {
        if n < 2 {
            return n;
        }
        let a = tokio::spawn(fib(n - 1));
        let b = tokio::spawn(fib(n - 2));
        a.await.unwrap() + b.await.unwrap()
    })
}

async fn run() {
    fib(20).await;
    let start = Instant::now();
    let result = fib(27).await;
    let elapsed = start.elapsed();
    println!("ns_per_op: {:.2}", elapsed.as_nanos() as f64 / 635_621.0);
    println!("checksum: {result}");
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
