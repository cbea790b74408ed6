use std::thread;
use std::time::Instant;

/// Eight OS threads, however many workers are asked for.
fn transfer(count: i64) -> i64 {
    let (sender, messages) = crossbeam_channel::bounded(1024);
    let consumers: Vec<_> = (0..4)
        .map(|_| {
            let messages = messages.clone();
            thread::spawn(move || messages.into_iter().sum::<i64>())
        })
        .collect();
    for _ in 0..4 {
        let sender = sender.clone();
        thread::spawn(move || {
            for i in 0..count / 4 {
                sender.send(i).unwrap();
            }
        });
    }
    drop(sender);
    consumers
        .into_iter()
        .map(|consumer| consumer.join().unwrap())
        .sum()
}

fn main() {
    let count = 4_000_000;
    transfer(count / 10);
    let start = Instant::now();
    let sum = transfer(count);
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, count, sum);
}
