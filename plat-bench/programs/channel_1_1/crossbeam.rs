use std::thread;
use std::time::Instant;

/// Two OS threads, however many workers are asked for.
fn transfer(count: i64) -> i64 {
    let (sender, messages) = crossbeam_channel::bounded(1024);
    thread::spawn(move || {
        for i in 0..count {
            sender.send(i).unwrap();
        }
    });
    messages.into_iter().sum()
}

fn main() {
    let count = 5_000_000;
    transfer(count / 10);
    let start = Instant::now();
    let sum = transfer(count);
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, count, sum);
}
