//! What the peers in Rust share: the runtimes with so many workers as the runner asks for, and the printing of figures.

use std::fmt::Display;
use std::time::Duration;

fn workers() -> usize {
    let text = std::env::var("BENCH_WORKERS").expect("BENCH_WORKERS: the number of threads");
    text.parse().expect("BENCH_WORKERS: a number")
}

/// Runs as a task: the thread of `block_on` is no worker.
pub fn on_tokio(main: impl Future<Output = ()> + Send + 'static) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers())
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async { tokio::spawn(main).await.unwrap() });
}

pub fn on_rayon(main: impl FnOnce() + Send) {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(workers())
        .build()
        .unwrap();
    pool.install(main);
}

pub fn print_per_op(elapsed: Duration, count: i64, checksum: impl Display) {
    println!("ns_per_op: {:.2}", elapsed.as_nanos() as f64 / count as f64);
    println!("checksum: {checksum}");
}
