package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
)

// read takes the body in: JSON, or a form of files with a payload_json.
func (r *request) read() error {
	if r.Body == nil || r.ContentLength == 0 {
		return nil
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, bodyMax+1))
	if err != nil {
		return fmt.Errorf("read the body: %w", err)
	}
	if len(raw) > bodyMax {
		return errTooLarge()
	}
	r.raw = raw
	if len(raw) == 0 {
		return nil
	}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		return r.parse(raw)
	case "multipart/form-data":
		return r.readParts(params["boundary"])
	default:
		return &apiError{status: http.StatusBadRequest, code: 50035, message: "Invalid Form Body (content type " + kind + ")"}
	}
}

func (r *request) parse(raw []byte) error {
	if err := json.Unmarshal(raw, &r.body); err != nil {
		return &apiError{status: http.StatusBadRequest, code: 50109, message: "The request body contains invalid JSON."}
	}
	return nil
}

func (r *request) readParts(boundary string) error {
	bad := &apiError{status: http.StatusBadRequest, code: 50035, message: "Invalid Form Body (multipart)"}
	parts := multipart.NewReader(bytes.NewReader(r.raw), boundary)
	r.files = map[string]*upload{}
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return bad
		}
		data, err := io.ReadAll(p)
		if err != nil {
			return bad
		}
		name := p.FormName()
		switch {
		case name == "payload_json":
			if err := r.parse(data); err != nil {
				return err
			}
		case strings.HasPrefix(name, "files[") && strings.HasSuffix(name, "]") && p.FileName() != "":
			n := name[len("files[") : len(name)-1]
			r.files[n] = &upload{name: p.FileName(), kind: p.Header.Get("Content-Type"), data: data}
		default:
			return bad
		}
	}
}
