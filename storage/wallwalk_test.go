package storage_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is what a package declares.
type source struct {
	types map[string]typed
	funcs []declared
}

// typed is a type with the file that declares it.
type typed struct {
	expr   ast.Expr
	params *ast.FieldList
	file   *ast.File
}

// declared is a function, or a variable if it has no type.
type declared struct {
	name string
	typ  *ast.FuncType
	file *ast.File
	vars *ast.ValueSpec
}

func parsed(t *testing.T, dir string) *source {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no package in %s: %v", dir, err)
	}
	src := &source{types: make(map[string]typed)}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		src.add(t, name, string(text))
	}
	return src
}

func (s *source) add(t *testing.T, name, text string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if name := d.Name.Name; ast.IsExported(name) {
				if d.Recv != nil {
					name = receiver(d.Recv.List[0].Type) + "." + name
				}
				s.funcs = append(s.funcs, declared{name: name, typ: d.Type, file: file})
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					s.types[spec.Name.Name] = typed{spec.Type, spec.TypeParams, file}
				case *ast.ValueSpec:
					if d.Tok == token.VAR {
						s.funcs = append(s.funcs, declared{file: file, vars: spec})
					}
				}
			}
		}
	}
}

// receiver is the name of the type that a method belongs to.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

// wall collects the places of the API where a plain text can pass.
type wall struct {
	pkgs  map[string]*source // by the name that stands before a type; "" is storage
	texts map[string]bool
}

func (w *wall) walk() {
	storage := w.pkgs[""]
	for name, d := range storage.types {
		if ast.IsExported(name) {
			w.generic(name, d.params, scope{file: d.file})
			w.look(name, d.expr, scope{file: d.file, params: d.params})
		}
	}
	for _, f := range storage.funcs {
		if f.vars != nil {
			w.variables(f)
			continue
		}
		in := scope{file: f.file, params: f.typ.TypeParams}
		w.generic(f.name+":", f.typ.TypeParams, in)
		w.signature(f.name+":", f.typ, in)
	}
}

// scope is where a type is written: its file and package, and the types that
// the declaration takes.
type scope struct {
	pkg     string
	file    *ast.File
	params  *ast.FieldList
	through []string // the types that led here
}

// generic looks at what stands for a type: if it may be a text, so may it.
func (w *wall) generic(at string, params *ast.FieldList, in scope) {
	if params == nil {
		return
	}
	for _, p := range params.List {
		for _, name := range p.Names {
			w.look(at+" "+name.Name, p.Type, in)
		}
	}
}

// variables looks at exported variables: errors that were made on the spot, or
// of a type that is written there.
func (w *wall) variables(f declared) {
	for i, name := range f.vars.Names {
		if !name.IsExported() {
			continue
		}
		if f.vars.Type != nil {
			w.look(name.Name, f.vars.Type, scope{file: f.file})
			continue
		}
		call, ok := f.vars.Values[min(i, len(f.vars.Values)-1)].(*ast.CallExpr)
		if !ok || qualified(call.Fun) != "errors.New" {
			w.texts[name.Name] = true
		}
	}
}

// qualified is a name of another package, as it is written.
func qualified(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok {
			return x.Name + "." + s.Sel.Name
		}
	}
	return ""
}

func (w *wall) signature(at string, f *ast.FuncType, in scope) {
	for _, list := range []*ast.FieldList{f.Params, f.Results} {
		if list == nil {
			continue
		}
		for i, p := range list.List {
			for _, name := range p.Names {
				w.look(at+" "+name.Name, p.Type, in)
			}
			if p.Names == nil {
				place := " parameter"
				if list == f.Results {
					place = " result"
				}
				if i > 0 {
					place += " " + strconv.Itoa(i+1)
				}
				w.look(at+place, p.Type, in)
			}
		}
	}
}

// look follows a type to whatever of it can be seen from another package.
func (w *wall) look(at string, e ast.Expr, in scope) {
	switch e := e.(type) {
	case *ast.StarExpr:
		w.look(at, e.X, in)
	case *ast.ParenExpr:
		w.look(at, e.X, in)
	case *ast.Ellipsis:
		w.look(at, e.Elt, in)
	case *ast.ChanType:
		w.look(at, e.Value, in)
	case *ast.MapType:
		w.look(at, e.Key, in)
		w.look(at, e.Value, in)
	case *ast.ArrayType:
		if elem, ok := e.Elt.(*ast.Ident); ok && slices.Contains([]string{"byte", "uint8", "rune", "int32"}, elem.Name) {
			w.texts[at] = true
			return
		}
		w.look(at, e.Elt, in)
	case *ast.FuncType:
		w.signature(at, e, in)
	case *ast.StructType:
		w.fields(at, e, in)
	case *ast.InterfaceType:
		w.methods(at, e, in)
	case *ast.IndexExpr:
		w.look(at, e.X, in)
		w.look(at, e.Index, in)
	case *ast.IndexListExpr:
		w.look(at, e.X, in)
		for _, arg := range e.Indices {
			w.look(at, arg, in)
		}
	case *ast.SelectorExpr:
		w.foreign(at, e, in)
	case *ast.Ident:
		w.named(at, e.Name, in)
	default: // what this test does not know may be anything
		w.texts[at] = true
	}
}

func (w *wall) fields(at string, s *ast.StructType, in scope) {
	for _, f := range s.Fields.List {
		for _, name := range f.Names {
			if name.IsExported() {
				w.look(at+"."+name.Name, f.Type, in)
			}
		}
		if f.Names == nil { // what it embeds shows its own fields
			w.look(at, f.Type, in)
		}
	}
}

// methods looks into an interface. One without methods holds anything.
func (w *wall) methods(at string, i *ast.InterfaceType, in scope) {
	if len(i.Methods.List) == 0 {
		w.texts[at] = true
	}
	for _, m := range i.Methods.List {
		w.look(at, m.Type, in)
	}
}

// foreign follows a type of another package.
func (w *wall) foreign(at string, e *ast.SelectorExpr, in scope) {
	from, _ := e.X.(*ast.Ident)
	for _, imported := range in.file.Imports {
		full, _ := strconv.Unquote(imported.Path.Value)
		name := path.Base(full)
		if imported.Name != nil {
			name = imported.Name.Name
		}
		if from == nil || name != from.Name {
			continue
		}
		ours, isOurs := strings.CutPrefix(full, "dogear/")
		switch {
		case isOurs && w.pkgs[ours] != nil:
			in.pkg = ours
			w.named(at, e.Sel.Name, in)
		case slices.Contains(outside(), full+"."+e.Sel.Name):
		default:
			w.texts[at] = true
		}
		return
	}
	w.texts[at] = true
}

// named follows a type by its name: a built-in one, one that the declaration
// takes, or one of the package. The exported structs and interfaces of storage
// are looked at by themselves, under their own names.
func (w *wall) named(at, name string, in scope) {
	if in.params != nil {
		for _, p := range in.params.List {
			if slices.ContainsFunc(p.Names, func(n *ast.Ident) bool { return n.Name == name }) {
				return // generic looks at it
			}
		}
	}
	d, ok := w.pkgs[in.pkg].types[name]
	if !ok {
		known := []string{"bool", "error", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "byte", "rune", "float32", "float64"}
		if !slices.Contains(known, name) {
			w.texts[at] = true
		}
		return
	}
	full := in.pkg + "." + name
	if slices.Contains(in.through, full) {
		return
	}
	next := scope{pkg: in.pkg, file: d.file, params: d.params, through: append(slices.Clone(in.through), full)}
	_, isStruct := d.expr.(*ast.StructType)
	_, isInterface := d.expr.(*ast.InterfaceType)
	switch {
	case isStruct && in.pkg != "":
		at = full // said once, wherever it stands
	case (isStruct || isInterface) && ast.IsExported(name):
		return // walk looks at it
	}
	w.look(at, d.expr, next)
}
