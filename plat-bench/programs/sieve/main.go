package main

import "fmt"

func countPrimes(prime []bool) int {
	for i := range prime {
		prime[i] = true
	}
	prime[0], prime[1] = false, false
	for p := 2; p*p < len(prime); p++ {
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
	prime := make([]bool, 2000000, 2000100)
	total := 0
	for range 100 {
		prime = append(prime, true)
		total += countPrimes(prime)
	}
	fmt.Println("checksum:", total)
}
