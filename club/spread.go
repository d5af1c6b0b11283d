package club

import "math"

// spread cuts weights, in their order, into so many blocks of at least one and
// at most most each, and returns how many each block holds. The heaviest block
// is as light as can be; among such ways the sum of squares is the least, which
// is the most even one; among those the lighter blocks come first.
//
// Weights are 1 or more; there is a way: blocks <= len(weights) <= blocks*most.
func spread(weights []int, blocks, most int) []int {
	n := len(weights)
	upTo := make([]int64, n+1) // the sum of the weights before i
	for i, w := range weights {
		upTo[i+1] = upTo[i] + int64(w)
	}
	limit := lightest(upTo, blocks, most)
	// reach[i] is how far a block that starts at i may go; it only rises.
	reach := make([]int, n)
	for i, end := 0, 0; i < n; i++ {
		end = max(end, i+1)
		for end < n && end < i+most && upTo[end+1]-upTo[i] <= limit {
			end++
		}
		reach[i] = end
	}
	// cost[i] is the least sum of squares of weights[i:] in k blocks, and
	// next[k][i] the end of the first of them. The shortest first block wins a
	// tie, for it is the lightest.
	cost, fewer := make([]int64, n+1), make([]int64, n+1)
	for i := range n {
		fewer[i] = math.MaxInt64
	}
	next := make([][]int32, blocks+1)
	for k := 1; k <= blocks; k++ {
		next[k] = make([]int32, n+1)
		cost[n] = math.MaxInt64
		for i := n - 1; i >= 0; i-- {
			cost[i] = math.MaxInt64
			// The k-1 blocks after this one need a weight each, and
			// the blocks before this one, too.
			if i < blocks-k || n-i < k {
				continue
			}
			for end := i + 1; end <= min(reach[i], n-k+1); end++ {
				if fewer[end] == math.MaxInt64 {
					continue
				}
				w := upTo[end] - upTo[i]
				if c := w*w + fewer[end]; c < cost[i] {
					cost[i], next[k][i] = c, int32(end)
				}
			}
		}
		cost, fewer = fewer, cost
	}
	sizes := make([]int, 0, blocks)
	for i, k := 0, blocks; k > 0; k-- {
		end := int(next[k][i])
		sizes = append(sizes, end-i)
		i = end
	}
	return sizes
}

// lightest is the least weight that the heaviest of the blocks can have.
func lightest(upTo []int64, blocks, most int) int64 {
	low, high := int64(1), upTo[len(upTo)-1]
	for low < high {
		middle := low + (high-low)/2
		if blocksNeeded(upTo, middle, most) <= blocks {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// blocksNeeded is how few blocks of at most limit do. More always do, up to one
// for each weight, for any block can be cut in two.
func blocksNeeded(upTo []int64, limit int64, most int) int {
	n := len(upTo) - 1
	blocks := 0
	for i := 0; i < n; blocks++ {
		end := i
		for end < n && end < i+most && upTo[end+1]-upTo[i] <= limit {
			end++
		}
		if end == i {
			return math.MaxInt
		}
		i = end
	}
	return blocks
}
