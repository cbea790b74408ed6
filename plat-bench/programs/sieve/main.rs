fn count_primes(prime: &mut [bool]) -> usize {
    let limit = prime.len();
    prime.fill(true);
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
    let mut prime = vec![true; 2_000_000];
    let mut total = 0;
    for _ in 0..100 {
        prime.push(true);
        total += count_primes(&mut prime);
    }
    println!("checksum: {total}");
}
