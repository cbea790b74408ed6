package main

import (
	"fmt"
	"sync"
	"time"
)

func transfer(count int64) int64 {
	messages := make(chan int64, 1024)
	sums := make(chan int64, 4)
	for range 4 {
		go func() {
			sum := int64(0)
			for message := range messages {
				sum += message
			}
			sums <- sum
		}()
	}
	var producers sync.WaitGroup
	for range 4 {
		producers.Go(func() {
			for i := range count / 4 {
				messages <- i
			}
		})
	}
	producers.Wait()
	close(messages)
	return <-sums + <-sums + <-sums + <-sums
}

func main() {
	const count = 4000000
	transfer(count / 10)
	start := time.Now()
	sum := transfer(count)
	elapsed := time.Since(start)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/count)
	fmt.Println("checksum:", sum)
}
