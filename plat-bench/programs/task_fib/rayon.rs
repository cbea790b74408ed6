use std::time::Instant;

fn fib(n: i64) -> i64 {
    if n < 2 {
        return n;
    }
    let (a, b) = rayon::join(|| fib(n - 1), || fib(n - 2));
    a + b
}

fn run() {
    fib(20);
    let start = Instant::now();
    let result = fib(27);
    let elapsed = start.elapsed();
    peers::print_per_op(elapsed, 635_621, result);
}

fn main() {
    peers::on_rayon(run);
}
