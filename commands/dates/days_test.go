package dates_test

import (
	"fmt"
	"testing"

	"dogear/commands/dates"
)

func TestParseDays(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"sun": "[Sunday]", "mon,thu": "[Monday Thursday]", "Monday and Thursday": "[Monday Thursday]", "thu mon": "[Monday Thursday]",
		"sundays": "[Sunday]", "sun, Sunday": "[Sunday]", "every tues": "[Tuesday]", "mon/wed & fri": "[Monday Wednesday Friday]",
		"weekdays": "[Monday Tuesday Wednesday Thursday Friday]", "weekends": "[Saturday Sunday]", "weds": "[Wednesday]",
		"daily": "[Monday Tuesday Wednesday Thursday Friday Saturday Sunday]", "sun; mon": "[Monday Sunday]",
		"mon-fri": "[Monday Tuesday Wednesday Thursday Friday]", "fri-sun": "[Friday Saturday Sunday]", "mon, wed and fri": "[Monday Wednesday Friday]",
		"sun-tue": "[Monday Tuesday Sunday]", "Mon – Wed, Sat": "[Monday Tuesday Wednesday Saturday]", "from monday to thursday": "[Monday Tuesday Wednesday Thursday]",
		"sat through sun": "[Saturday Sunday]", "mon..wed": "[Monday Tuesday Wednesday]", "mondays-wednesdays": "[Monday Tuesday Wednesday]", "mon-mon": "[Monday]",
		"mon-wed-fri":   `I cannot read "mon-wed-fri" as weekdays. Try "sun", "mon, thu" or "mon-fri".`,
		"mon-":          `I cannot read "mon-" as weekdays. Try "sun", "mon, thu" or "mon-fri".`,
		"-fri":          `I cannot read "\-fri" as weekdays. Try "sun", "mon, thu" or "mon-fri".`,
		"mon, wednsday": `I cannot read "mon, wednsday" as weekdays. Do you mean "mon wednesday"?`,
		"thuesday":      `I cannot read "thuesday" as weekdays. Do you mean "tuesday" or "thursday"?`,
		"":              `Say on which weekdays. Try "sun", "mon, thu" or "mon-fri".`,
		"and":           `Say on which weekdays. Try "sun", "mon, thu" or "mon-fri".`,
		"m":             `I cannot read "m" as weekdays. Try "sun", "mon, thu" or "mon-fri".`,
		"mon blue":      `I cannot read "mon blue" as weekdays. Try "sun", "mon, thu" or "mon-fri".`,
	} {
		days, err := dates.ParseDays(typed)
		got := fmt.Sprint(days)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", typed, got, want)
		}
	}
}

func FuzzParseDays(f *testing.F) {
	for _, s := range []string{"sun", "mon,thu", "every weekday", "mon-fri", "sat to tue", "Mondays & Thursdays", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		days, err := dates.ParseDays(typed)
		mustRefuse(t, typed, err)
		if (err == nil) != (len(days) > 0) || len(days) > 7 {
			t.Fatalf("%q is %v", typed, days)
		}
	})
}
