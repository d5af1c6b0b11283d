//go:build !race

package pictures_test

const raced = false
