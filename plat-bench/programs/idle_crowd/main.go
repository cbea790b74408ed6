package main

import (
	"fmt"
	"strconv"
)

type session struct {
	id   int64
	name string
}

type node struct {
	value int64
	next  *node
}

func serve(gate, ready, ids chan int64, id int64) {
	s := &session{id, "session " + strconv.FormatInt(id, 10)}
	ready <- 1
	<-gate
	ids <- s.id + int64(len(s.name))
}

func requests(count int64) int64 {
	total := int64(0)
	for i := range count {
		var list *node
		for k := range int64(100) {
			list = &node{i + k, list}
		}
		for ; list != nil; list = list.next {
			total += list.value
		}
	}
	return total
}

func run(count int64) int64 {
	gate := make(chan int64)
	ready := make(chan int64, 1024)
	ids := make(chan int64, 1024)
	for id := range count {
		go serve(gate, ready, ids, id)
	}
	for range count {
		<-ready
	}
	sum := requests(500000)
	close(gate)
	for range count {
		sum += <-ids
	}
	return sum
}

func main() {
	fmt.Println("checksum:", run(200000))
}
