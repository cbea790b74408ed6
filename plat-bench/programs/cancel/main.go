package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

func wait(ctx context.Context, ready chan<- int64, gate <-chan int64, i int64) {
	ready <- i
	select {
	case <-gate:
	case <-ctx.Done():
	}
}

func run(count int64) time.Duration {
	ready := make(chan int64, 1024)
	gate := make(chan int64)
	cancels := make([]context.CancelFunc, count)
	var tasks sync.WaitGroup
	for i := range count {
		ctx, cancel := context.WithCancel(context.Background())
		cancels[i] = cancel
		tasks.Go(func() { wait(ctx, ready, gate, i) })
	}
	sum := int64(0)
	for range count {
		sum += <-ready
	}
	if sum != count*(count-1)/2 {
		panic(sum)
	}
	start := time.Now()
	for _, cancel := range cancels {
		cancel()
	}
	tasks.Wait()
	return time.Since(start)
}

func main() {
	const count = 100000
	run(count / 10)
	elapsed := run(count)
	fmt.Printf("ns_per_op: %.2f\n", float64(elapsed.Nanoseconds())/count)
	fmt.Println("checksum:", count)
}
