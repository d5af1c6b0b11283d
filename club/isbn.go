package club

import "strings"

// ParseISBN reads an ISBN of 10 or 13 digits, with or without hyphens, checks
// its check digit (ISO 2108) and returns it with 13 digits.
func ParseISBN(typed string) (string, error) {
	s := strings.ToUpper(strings.NewReplacer("-", "", " ", "", "ISBN", "", ":", "").Replace(strings.ToUpper(typed)))
	refusal := Refuse("I read %q as an ISBN and it is not one. It has 10 or 13 digits, as on the back of the book.", Plain(Cut(CleanLine(typed), 40)))
	switch {
	case len(s) == 10 && isbn10(s):
		s = "978" + s[:9]
		return s + string(check13(s)), nil
	case len(s) == 13 && digits(s) && (strings.HasPrefix(s, "978") || strings.HasPrefix(s, "979")) && check13(s[:12]) == s[12]:
		return s, nil
	}
	return "", refusal
}

// isbn10 checks the weights 10 to 1, modulo 11; the last digit may be X for 10.
func isbn10(s string) bool {
	sum := 0
	for i := range 10 {
		d := int(s[i] - '0')
		if i == 9 && s[i] == 'X' {
			d = 10
		} else if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += (10 - i) * d
	}
	return sum%11 == 0
}

// check13 is the check digit of the first twelve: weights 1 and 3, modulo 10.
func check13(s string) byte {
	sum := 0
	for i := range 12 {
		sum += int(s[i]-'0') * (1 + 2*(i%2))
	}
	return byte('0' + (10-sum%10)%10)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
