package main

import "fmt"

type node struct {
	left, right *node
	value       int64
}

const depth, small = 24, 10

func build(depth int, value int64) *node {
	if depth == 0 {
		return &node{value: value}
	}
	return &node{build(depth-1, value*2), build(depth-1, value*2+1), value}
}

func (n *node) sum() int64 {
	total := n.value & 0xff
	if n.left != nil {
		total += n.left.sum()
	}
	if n.right != nil {
		total += n.right.sum()
	}
	return total
}

// Replaces the subtree of depth small to which the bits of path lead.
func replace(n *node, path int64) {
	bits := path
	for range depth - small - 1 {
		if bits&1 == 0 {
			n = n.left
		} else {
			n = n.right
		}
		bits >>= 1
	}
	fresh := build(small, path)
	if bits&1 == 0 {
		n.left = fresh
	} else {
		n.right = fresh
	}
}

func main() {
	root := build(depth, 1)
	seed := int64(42)
	for range 60000 {
		seed = seed*6364136223846793005 + 1442695040888963407
		replace(root, int64(uint64(seed)>>40))
	}
	fmt.Println("checksum:", root.sum())
}
