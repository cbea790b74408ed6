package main

import (
	"fmt"
	"time"
)

func transfer(count int64) int64 {
	messages := make(chan int64, 1024)
	go func() {
		for i := range count {
			messages <- i
		}
		close(messages)
	}()
	sum := int64(0)
	for message := range messages {
		sum += message
	}
	return sum
}

func main() {
	const count = 5000000
	transfer(count / 10)
	start := time.Now()
	sum := transfer(count)
	elapsed := time.Since(start)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/count)
	fmt.Println("checksum:", sum)
}
