package main

import (
	"fmt"
	"time"
)

func passOn(input <-chan int64, output chan<- int64) {
	for token := range input {
		output <- token + 1
	}
	close(output)
}

func circulate(rounds int64) int64 {
	first := make(chan int64, 1)
	last := first
	for range 1000 {
		output := make(chan int64, 1)
		go passOn(last, output)
		last = output
	}
	token := int64(0)
	for range rounds {
		first <- token
		token = <-last
	}
	close(first)
	return token
}

func main() {
	circulate(100)
	start := time.Now()
	hops := circulate(1000)
	elapsed := time.Since(start)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/float64(hops))
	fmt.Println("checksum:", hops)
}
