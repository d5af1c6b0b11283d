package sandbox

import (
	"net/http"
	"strconv"
	"strings"
)

// apiError is a refusal as Discord words it.
type apiError struct {
	status  int
	code    int
	message string
	errors  *problems // of 50035
	retry   float64   // of 429, seconds
	global  bool
}

func (e *apiError) Error() string { return strconv.Itoa(e.code) + " " + e.message }

// describe is for the list of violations: the message and every path.
func (e *apiError) describe() string {
	if e.errors == nil {
		return e.message
	}
	lines := make([]string, 0, len(e.errors.list))
	for _, p := range e.errors.list {
		lines = append(lines, p.path+": "+p.text)
	}
	return e.message + " (" + strings.Join(lines, "; ") + ")"
}

func (e *apiError) body() map[string]any {
	b := map[string]any{"message": e.message, "code": e.code}
	if e.errors != nil {
		b["errors"] = e.errors.tree()
	}
	if e.status == http.StatusTooManyRequests {
		b = map[string]any{"message": e.message, "retry_after": e.retry, "global": e.global}
	}
	return b
}

func errUnknown(code int, what string) error {
	return &apiError{status: http.StatusNotFound, code: code, message: "Unknown " + what}
}

func errUnknownChannel() error     { return errUnknown(10003, "Channel") }
func errUnknownGuild() error       { return errUnknown(10004, "Guild") }
func errUnknownMember() error      { return errUnknown(10007, "Member") }
func errUnknownMessage() error     { return errUnknown(10008, "Message") }
func errUnknownRole() error        { return errUnknown(10011, "Role") }
func errUnknownUser() error        { return errUnknown(10013, "User") }
func errUnknownWebhook() error     { return errUnknown(10015, "Webhook") }
func errUnknownInteraction() error { return errUnknown(10062, "interaction") }
func errUnknownCommand() error     { return errUnknown(10063, "application command") }

func errMissingAccess() error {
	return &apiError{status: http.StatusForbidden, code: 50001, message: "Missing Access"}
}

func errMissingPermissions() error {
	return &apiError{status: http.StatusForbidden, code: 50013, message: "Missing Permissions"}
}

func errBad(code int, message string) error {
	return &apiError{status: http.StatusBadRequest, code: code, message: message}
}

func errForm(p *problems) error {
	return &apiError{status: http.StatusBadRequest, code: 50035, message: "Invalid Form Body", errors: p}
}

// unforeseen tells whether no bot can know before it asks: a thread goes to the
// archive when it likes, people make and end events, and a bot whose answer was
// lost asks for the thread of a message once more.
func (e *apiError) unforeseen() bool {
	return e.code == 50083 || e.code == 30038 || e.code == 160004 || e.code == 180000
}

func errArchived() error { return errBad(50083, "Thread is archived") }

func errTooLarge() error {
	return &apiError{status: http.StatusRequestEntityTooLarge, code: 40005, message: "Request entity too large"}
}

func errSystemMessage() error {
	return &apiError{status: http.StatusForbidden, code: 50021, message: "Cannot execute action on a system message"}
}

// errField is a form body with one thing wrong.
func errField(path, code, text string) error {
	p := &problems{}
	p.add(path, code, text)
	return errForm(p)
}
