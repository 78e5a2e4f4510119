/* SPDX-License-Identifier: MIT */
#include <tcpsim/segment.h>

#include <string.h>

/* A string of bounded size that goes on counting when it is full. */
struct text {
	char *at;
	size_t size, length;
};

static void
put(struct text *text, const char *s)
{
	size_t n = strlen(s);
	size_t i;

	for (i = 0; i < n; i++, text->length++)
		if (text->length + 1 < text->size)
			text->at[text->length] = s[i];
}

static void
put_number(struct text *text, uint32_t n)
{
	char digits[11];
	char *p = digits + sizeof(digits) - 1;

	*p = '\0';
	do
		*--p = (char)('0' + n % 10U);
	while ((n /= 10U) != 0);
	put(text, p);
}

static void
put_field(struct text *text, const char *name, uint32_t n)
{
	put(text, name);
	put_number(text, n);
	put(text, ">");
}

static void
end(struct text *text)
{
	if (text->size != 0)
		text->at[text->length < text->size ? text->length : text->size - 1] = '\0';
}

/* In the order in which the RFC's figures name them: SYN,ACK and FIN,ACK. */
static void
put_ctl(struct text *text, uint8_t ctl)
{
	static const struct {
		uint8_t bit;
		char name[4];
	} bits[] = {
		{ TCPSIM_SYN, "SYN" }, { TCPSIM_FIN, "FIN" }, { TCPSIM_RST, "RST" },
		{ TCPSIM_PSH, "PSH" }, { TCPSIM_URG, "URG" }, { TCPSIM_ECE, "ECE" },
		{ TCPSIM_CWR, "CWR" }, { TCPSIM_ACK, "ACK" },
	};
	const char *comma = "";
	size_t i;

	for (i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		if ((ctl & bits[i].bit) == 0)
			continue;
		put(text, comma);
		put(text, bits[i].name);
		comma = ",";
	}
	if (*comma == '\0')
		put(text, "none");
}

size_t
tcpsim_ctl_format(uint8_t ctl, char *at, size_t size)
{
	struct text text = { at, size, 0 };

	put_ctl(&text, ctl);
	end(&text);
	return text.length;
}

size_t
tcpsim_segment_format(const struct tcpsim_segment *seg, char *at, size_t size)
{
	struct text text = { at, size, 0 };

	put_field(&text, "<SEQ=", seg->seq.n);
	if ((seg->ctl & TCPSIM_ACK) != 0)
		put_field(&text, "<ACK=", seg->ack.n);
	put(&text, "<CTL=");
	put_ctl(&text, seg->ctl & (uint8_t)~TCPSIM_PSH);
	put(&text, ">");
	if (seg->text_bytes != 0)
		put_field(&text, "<DATA=", seg->text_bytes);
	end(&text);
	return text.length;
}
