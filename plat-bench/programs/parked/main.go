package main

import (
	"fmt"
	"sync"
	"time"
)

func run(count int64) int64 {
	ready := make(chan int64, 1024)
	gate := make(chan int64)
	var tasks sync.WaitGroup
	tasks.Add(int(count))
	for i := range count {
		go func() {
			ready <- i
			<-gate
			tasks.Done()
		}()
	}
	sum := int64(0)
	for range count {
		sum += <-ready
	}
	close(gate)
	tasks.Wait()
	return sum
}

func main() {
	const count = 1000000
	start := time.Now()
	sum := run(count)
	elapsed := time.Since(start)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/float64(count))
	fmt.Println("checksum:", sum)
}
