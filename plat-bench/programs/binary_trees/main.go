package main

import (
	"fmt"
	"os"
	"strconv"
)

type node struct{ left, right *node }

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{build(depth - 1), build(depth - 1)}
}

func (n *node) count() int {
	total := 1
	if n.left != nil {
		total += n.left.count()
	}
	if n.right != nil {
		total += n.right.count()
	}
	return total
}

func main() {
	most, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	checksum := build(most + 1).count()
	kept := build(most)
	for depth := 4; depth <= most; depth += 4 {
		rounds := 1 << (most - depth + 4)
		for range rounds {
			checksum += build(depth).count()
		}
	}
	checksum += kept.count()
	fmt.Println("checksum:", checksum)
}
