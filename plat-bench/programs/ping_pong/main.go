package main

import (
	"fmt"
	"time"
)

func roundTrips(count int64) int64 {
	questions, answers := make(chan int64), make(chan int64)
	go func() {
		for value := range questions {
			answers <- value + 1
		}
	}()
	value := int64(0)
	for range count {
		questions <- value
		value = <-answers
	}
	close(questions)
	return value
}

func main() {
	const count = 1000000
	roundTrips(count / 10)
	start := time.Now()
	value := roundTrips(count)
	elapsed := time.Since(start)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/count)
	fmt.Println("checksum:", value)
}
