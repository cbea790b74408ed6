use tokio::sync::mpsc;
use tokio::time::{sleep_until, Duration, Instant};

async fn sleeper(until: Instant, late: mpsc::Sender<i64>) {
    sleep_until(until).await;
    let nanos = (Instant::now() - until).as_nanos() as i64;
    late.send(nanos).await.unwrap();
}

async fn measure(count: i64) -> i64 {
    let (late, mut all) = mpsc::channel(1024);
    let start = Instant::now() + Duration::from_millis(300);
    for i in 0..count {
        let until = start + Duration::from_micros(10) * (i * 7919 % 100000) as u32;
        tokio::spawn(sleeper(until, late.clone()));
    }
    let mut sum = 0;
    for _ in 0..count {
        sum += all.recv().await.unwrap();
    }
    sum
}

async fn run() {
    let count = 100000;
    let late = measure(count).await;
    println!("ns_per_op: {:.2}", late as f64 / count as f64);
    println!("checksum: {count}");
}

fn main() {
    peers::on_tokio(run());
}
