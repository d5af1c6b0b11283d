package bot

import (
	"cmp"
	"context"
)

// suggest answers what is being typed, with an empty list if need be: nobody
// waits for suggestions.
func (d *dispatcher) suggest(j *job) {
	in := j.p.interaction()
	in.Now = d.b.conf.Now()
	focused, typed := j.p.take(in, j.options)
	var option *Option
	if j.action != nil {
		option = j.action.option(focused)
	}
	if option == nil || option.Suggest == nil {
		d.choices(j, nil)
		return
	}
	ctx, cancel := context.WithDeadline(d.ctx, j.arrived.Add(d.b.pace.suggestFor))
	defer cancel()
	list, err := option.Suggest(ctx, in, typed)
	if err != nil {
		d.b.log.Warn("no suggestions", "action", j.name(), "option", focused, "err", err)
		j.result = Failed
		list = nil
	}
	d.choices(j, wireChoices(list, option.Type))
}

// choices sends suggestions. It is not worth a second try.
func (d *dispatcher) choices(j *job, list []wireChoice) {
	if list == nil {
		list = []wireChoice{}
	}
	ctx, cancel := context.WithDeadline(d.ctx, j.arrived.Add(d.b.pace.answerIn))
	defer cancel()
	err := d.b.rest.callback(ctx, j.p, callbackBody{Type: callbackSuggest, Data: choicesData{list}}, nil)
	if err != nil {
		d.b.log.Debug("suggestions not sent", "action", j.name(), "err", err)
		j.result = cmp.Or(j.result, Late)
	}
	d.over(j, cmp.Or(j.result, Answered))
}
