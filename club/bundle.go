package club

import "encoding/json"

// Bundle keeps several texts of one author as one, shut to everybody else. Of a
// text that the author may not see nothing is kept: a bundle opens no lock.
func Bundle(author string, texts ...Locked) Locked {
	plain := make([]string, len(texts))
	for i, t := range texts {
		plain[i], _ = t.For(Someone(author))
	}
	b, err := json.Marshal(plain)
	if err != nil { // strings always can be marshalled
		panic(err)
	}
	return Draft(string(b), author)
}

// Unbundle gives the texts of a Bundle back, each shut to all but its author;
// nothing, if it is no bundle.
func (t Locked) Unbundle() []Locked {
	var plain []string
	if json.Unmarshal([]byte(t.words()), &plain) != nil {
		return nil
	}
	texts := make([]Locked, len(plain))
	for i, s := range plain {
		texts[i] = Draft(s, t.author)
	}
	return texts
}
