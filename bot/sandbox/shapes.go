package sandbox

import "math"

// shapes are the bodies that Discord takes, built once.
type shapes struct {
	create       *shape // a message
	edit         *shape
	reply        *shape // the data of a callback that makes a message
	update       *shape // the data of a callback that changes one
	followUp     *shape
	replyEdit    *shape
	modal        *shape
	autocomplete *shape
	callback     *shape
	commands     *shape
	thread       *shape
	threadFrom   *shape // a thread from a message
	channelEdit  *shape
	event        *shape
	eventEdit    *shape
	direct       *shape // a channel of direct messages
}

func newShapes() *shapes {
	s := &shapes{}
	s.messages()
	s.modal = object("custom_id title components", map[string]*shape{
		"custom_id": text(1, 100), "title": text(1, 45), "components": list(1, 5, modalComponents()),
	})
	s.autocomplete = object("", map[string]*shape{
		"choices": orNull(list(0, 25, object("name value", map[string]*shape{
			"name": text(1, 100), "name_localizations": orNull(&shape{kind: kindMap, items: text(1, 100)}), "value": {kind: kindAny},
		}))),
	})
	s.callback = object("type", map[string]*shape{"type": oneOf(1, 4, 5, 6, 7, 8, 9, 12), "data": {kind: kindAny}})
	s.commands = commandShape()
	thread := map[string]*shape{
		"name": text(1, 100), "auto_archive_duration": orNull(oneOf(60, 1440, 4320, 10080)),
		"rate_limit_per_user": orNull(whole(0, 21600)),
	}
	s.threadFrom = object("name", thread)
	s.thread = object("name", merge(thread, map[string]*shape{"type": orNull(oneOf(10, 11, 12)), "invitable": orNull(flag())}))
	s.channelEdit = object("", map[string]*shape{
		"name": text(1, 100), "archived": flag(), "locked": flag(), "invitable": flag(), "flags": whole(0, math.MaxInt32),
		"auto_archive_duration": oneOf(60, 1440, 4320, 10080), "rate_limit_per_user": orNull(whole(0, 21600)),
		"topic": orNull(text(0, 1024)),
	})
	s.event, s.eventEdit = eventShapes()
	s.direct = object("recipient_id", map[string]*shape{"recipient_id": snowflake()})
	return s
}

func merge(a, b map[string]*shape) map[string]*shape {
	out := map[string]*shape{}
	for k, v := range a {
		out[k] = v
	}
	for k, v := range b {
		out[k] = v
	}
	return out
}

// messages builds the six bodies that hold a message: what they share, and
// the fields that the specification names for each alone.
func (s *shapes) messages() {
	base := map[string]*shape{
		"content":          orNull(text(0, 2000)),
		"embeds":           orNull(list(0, 10, embedShape())),
		"components":       orNull(list(0, 40, messageComponents())),
		"attachments":      orNull(list(0, 10, attachmentShape())),
		"allowed_mentions": orNull(allowedMentionsShape()),
		"flags":            orNull(whole(0, math.MaxInt32)),
	}
	any1 := &shape{kind: kindAny}
	poll := map[string]*shape{"poll": any1, "tts": orNull(flag())}
	s.update = object("", base)
	s.reply = object("", merge(base, poll))
	s.followUp = object("", merge(base, merge(poll, map[string]*shape{
		"username": orNull(text(1, 80)), "avatar_url": orNull(text(0, 2048)), "thread_name": orNull(text(0, 100)),
		"applied_tags": orNull(list(0, 5, snowflake())),
	})))
	s.replyEdit = object("", merge(base, map[string]*shape{"poll": any1}))
	s.edit = object("", merge(base, map[string]*shape{"sticker_ids": any1}))
	s.create = object("", merge(base, merge(poll, map[string]*shape{
		"nonce": any1, "enforce_nonce": orNull(flag()), "sticker_ids": any1, "message_reference": any1, "shared_client_theme": any1,
	})))
}

func attachmentShape() *shape {
	return object("id", map[string]*shape{
		"id": snowflake(), "filename": orNull(text(1, 1024)), "description": orNull(text(0, 1024)),
		"duration_secs": orNull(number(0, math.MaxInt32)), "waveform": orNull(text(0, 400)), "title": orNull(text(0, 1024)),
		"is_spoiler": orNull(flag()), "is_remix": orNull(flag()),
	})
}

func allowedMentionsShape() *shape {
	return object("", map[string]*shape{
		"parse": orNull(set(0, 1521, text(1, 20))), "users": orNull(set(0, 100, snowflake())),
		"roles": orNull(set(0, 100, snowflake())), "replied_user": orNull(flag()),
	}).and(func(p *problems, path string, v map[string]any) {
		parse, _ := v["parse"].([]any)
		for _, x := range parse {
			switch x {
			case "users", "roles":
				if named, _ := v[x.(string)].([]any); len(named) > 0 {
					p.add(join(path, "parse"), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse and the list of "+x.(string)+" exclude each other.")
				}
			case "everyone":
			default:
				p.add(join(path, "parse"), "BASE_TYPE_CHOICES", "Value must be one of {'everyone', 'roles', 'users'}.")
			}
		}
	})
}

func embedShape() *shape {
	media := orNull(object("", map[string]*shape{
		"url": orNull(text(0, 2048)), "description": orNull(text(0, 4096)), "width": {}, "height": {}, "proxy_url": {},
	}))
	return object("", map[string]*shape{
		"title": orNull(text(0, 256)), "description": orNull(text(0, 4096)), "url": orNull(text(0, 2048)),
		"timestamp": {}, "color": orNull(whole(0, 0xffffff)), "type": {}, "image": media, "thumbnail": media, "video": media, "provider": {},
		"footer": orNull(object("text", map[string]*shape{"text": text(0, 2048), "icon_url": orNull(text(0, 2048)), "proxy_icon_url": {}})),
		"author": orNull(object("name", map[string]*shape{"name": text(0, 256), "url": orNull(text(0, 2048)), "icon_url": orNull(text(0, 2048)), "proxy_icon_url": {}})),
		"fields": orNull(list(0, 25, object("name value", map[string]*shape{
			"name": text(1, 256), "value": text(1, 1024), "inline": orNull(flag()),
		}))),
	})
}
