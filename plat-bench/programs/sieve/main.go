package main

import "fmt"

func countPrimes(limit int) int {
	prime := make([]bool, limit)
	for i := range prime {
		prime[i] = true
	}
	prime[0], prime[1] = false, false
	for p := 2; p*p < limit; p++ {
		if prime[p] {
			for multiple := p * p; multiple < len(prime); multiple += p {
				prime[multiple] = false
			}
		}
	}
	count := 0
	for _, isPrime := range prime {
		if isPrime {
			count++
		}
	}
	return count
}

func main() {
	total := 0
	for round := range 100 {
		total += countPrimes(2000000 + round)
	}
	fmt.Println("checksum:", total)
}
