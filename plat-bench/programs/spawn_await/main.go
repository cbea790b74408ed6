package main

import (
	"fmt"
	"time"
)

// One channel for all rounds: cheaper than a channel or a WaitGroup per goroutine.
func rounds(count int64) int64 {
	result := make(chan int64)
	sum := int64(0)
	for i := range count {
		go func() { result <- i }()
		sum += <-result
	}
	return sum
}

func main() {
	const count = 2000000
	rounds(count / 10)
	start := time.Now()
	sum := rounds(count)
	elapsed := time.Since(start)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/count)
	fmt.Println("checksum:", sum)
}
