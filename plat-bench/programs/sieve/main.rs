fn count_primes(limit: usize) -> usize {
    let mut prime = vec![true; limit];
    prime[0] = false;
    prime[1] = false;
    let mut p = 2;
    while p * p < limit {
        if prime[p] {
            for multiple in prime[p * p..].iter_mut().step_by(p) {
                *multiple = false;
            }
        }
        p += 1;
    }
    prime.iter().filter(|&&is_prime| is_prime).count()
}

fn main() {
    let total: usize = (0..100).map(|round| count_primes(2_000_000 + round)).sum();
    println!("checksum: {total}");
}
