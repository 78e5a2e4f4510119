/* SPDX-License-Identifier: MIT */
#include "pkt_play.h"
#include "tests/suite.h"

/*
 * Calls that are not as the script says, and calls that cannot be played. What they do is tests/packetdrill's to show:
 * sockets, blocking, socket_options. Results and errno are POSIX's (IEEE Std 1003.1-2017 XSH).
 */

#define SOCKET "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"

#define skips(TEXT, IN_LINE, WORDS) ends(TEXT, TCPSIM_DRILL_SKIP, IN_LINE, WORDS)

/* ---- what is compared ---- */

START_TEST(another_result_is_told)
{
	fails(ACCEPTED "+0 write(4, ..., 500) = 400\n", LINE(1), "result", "400", "500");
	fails(ACCEPTED "+0 write(4, ..., 500) = -1 EPIPE (Broken pipe)\n", LINE(1), "result", "-1 EPIPE (Broken pipe)", "500");
	fails(SOCKET "+0 read(3, ..., 5) = 0\n", 2, "result", "0", "-1 ENOTCONN");
}
END_TEST

START_TEST(another_errno_is_told)
{
	fails(SOCKET "+0 read(3, ..., 5) = -1 EPIPE\n", 2, "errno", "-1 EPIPE", "-1 ENOTCONN");
	passes(SOCKET "+0 read(3, ..., 5) = -1 ENOTCONN (whatever stands here)\n");
	passes(SOCKET "+0 read(3, ..., 5) = -1\n");
	passes(SOCKET "+0 read(3, ..., 5) = ?\n");
}
END_TEST

START_TEST(two_names_of_one_errno_are_the_same)
{
	passes(ACCEPTED "+0 recv(4, ..., 5, MSG_DONTWAIT) = -1 EWOULDBLOCK\n");
	passes(ACCEPTED "+0 recv(4, ..., 5, MSG_DONTWAIT) = -1 EAGAIN\n");
}
END_TEST

START_TEST(another_value_of_an_option_is_told)
{
	fails(SOCKET "+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]) = 0\n", 2, "output", "ECONNRESET", "0");
	fails(SOCKET "+0 getsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [0], [8]) = 0\n", 2, "output", "8", "4");
	fails(SOCKET "+0 getsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=0, linger=3}, ...) = 0\n", 2, "output", "3", "0");
	fails(SOCKET "+0 getsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=1, tv_usec=0}, ...) = 0\n", 2, "output", "1", "0");
	fails(SOCKET "+0 setsockopt(3, SOL_TCP, TCP_CONGESTION, \"cubic\", 5) = 0\n"
		"+0 getsockopt(3, SOL_TCP, TCP_CONGESTION, \"reno\", ...) = 0\n", 3, "output", "\"reno\"", "\"cubic\"");
}
END_TEST

START_TEST(other_events_are_told)
{
	fails(ACCEPTED "+0 poll([{fd=4, events=POLLIN, revents=POLLIN}], 1, 0) = 0\n", LINE(1), "output", "POLLIN", "0");
	fails(ACCEPTED "+0 epoll_create(1) = 5\n"
		"+0 epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLOUT, fd=4}) = 0\n"
		"+0 epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 1\n", LINE(3), "output", "EPOLLIN", "4");
	fails(ACCEPTED "+0 epoll_create(1) = 5\n"
		"+0 epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLOUT, fd=4}) = 0\n"
		"+0 epoll_wait(5, {events=EPOLLOUT, fd=3}, 1, 0) = 1\n", LINE(3), "output", "3", "4");
}
END_TEST

START_TEST(another_address_is_told)
{
	fails(ACCEPTED "+0 getsockname(4, {sa_family=AF_INET, sin_port=htons(80), sin_addr=...}, ...) = 0\n", LINE(1), "output",
		"{sa_family=AF_INET, sin_port=htons(80), sin_addr=...}",
		"{sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"192.168.0.1\")}");
	fails(ACCEPTED "+0 getsockname(4, ..., [28]) = 0\n", LINE(1), "output", "28", "16");
	passes("--local_ip=10.0.0.1\n--remote_ip=10.0.0.2\n" ACCEPTED
		"+0 getsockname(4, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"10.0.0.1\")}, [16]) = 0\n");
}
END_TEST

START_TEST(other_octets_of_a_queue_are_told)
{
	fails(ACCEPTED "+0 ioctl(4, SIOCINQ, [5]) = 0\n", LINE(1), "output", "5", "0");
	fails(ACCEPTED "+0 recvmsg(4, {msg_iov(1)=[{..., 10}], msg_flags=MSG_TRUNC}, MSG_DONTWAIT) = 10\n"
		"+.1 < P. 1:11(10) ack 1 win 65535\n", LINE(1), "result", "10", "-1 EAGAIN");
}
END_TEST

/* ---- time ---- */

START_TEST(a_call_that_returns_at_another_time_is_told)
{
	fails(ACCEPTED "+0...0.5 read(4, ..., 1000) = 100\n"
		"+1 < P. 1:101(100) ack 1 win 65535\n", LINE(1), "time", "+0...0.5", "+0.000...1.000");
	fails(ACCEPTED "+0...0.5 read(4, ..., 1000) = 0\n", LINE(1), "time", "+0...0.5", "+0.000...never");
	fails(ACCEPTED "1...2 write(4, ..., 100) = 100\n", LINE(1), "time", "1...2", "1.000...1.000");
}
END_TEST

START_TEST(a_call_that_can_never_return_is_told)
{
	ends(ACCEPTED "+0 read(4, ..., 1000) = 0\n", TCPSIM_DRILL_FAIL, LINE(1),
		"read() blocks, and nothing happens that would let it return");
	ends("0 socket(..., SOCK_STREAM, 0) = 3\n+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n"
		"+0 accept(3, ..., ...) = 4\n", TCPSIM_DRILL_FAIL, 4, "accept() blocks, and nothing happens that would let it return");
}
END_TEST

START_TEST(a_window_that_stays_shut_is_no_reason_to_wait_for_ever)
{
	/* Probes of the window go on without end (RFC 9293 3.8.6.1), time does not: a day is the most. */
	ends("// tcpsim: set user-timeout unlimited\n// tcpsim: set r2-retries unlimited\n"
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
		"+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n"
		"+0 < S 0:0(0) win 0 <mss 1000>\n+0 > S. 0:0(0) ack 1 <...>\n+.1 < . 1:1(0) ack 1 win 0\n"
		"+0 accept(3, ..., ...) = 4\n+0 setsockopt(4, SOL_SOCKET, SO_SNDBUF, [1000], 4) = 0\n"
		"+0 write(4, ..., 2000) = 2000\n", TCPSIM_DRILL_FAIL, 11,
		"write() blocks, and nothing happens that would let it return");
}
END_TEST

/* ---- what cannot be played ---- */

START_TEST(a_call_is_skipped_by_its_name)
{
	skips("0 splice(3, NULL, 4, NULL, 10, 0) = 10\n", 1, "splice(): zero-copy");
	skips("0 sctp_bindx(3, ...) = 0\n", 1, "sctp_bindx(): SCTP");
	skips("0 wonder(3) = 0\n", 1, "the call wonder()");
	skips(SOCKET "+0 listen(3) = 0\n", 2, "listen() with 1 arguments");
}
END_TEST

START_TEST(a_socket_of_another_kind_is_skipped)
{
	skips("0 socket(AF_UNIX, SOCK_STREAM, 0) = 3\n", 1, "a socket of another family than AF_INET and AF_INET6");
	skips("0 socket(AF_INET, SOCK_RAW, 0) = 3\n", 1, "a socket of another type than SOCK_STREAM and SOCK_DGRAM");
	skips("0 socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP) = 3\n", 1, "a socket of another protocol than TCP and UDP");
	skips("--ip_version=ipv6\n0 socket(AF_INET, SOCK_STREAM, 0) = 3\n", 2,
		"a socket of AF_INET where packets are of IPv6");
}
END_TEST

START_TEST(an_unknown_word_is_skipped_and_another_proposed)
{
	skips("0 socket(..., SOCK_STREM, 0) = 3\n", 1, "the word SOCK_STREM; did you mean SOCK_STREAM?");
	skips(SOCKET "+0 setsockopt(3, SOL_SOCKET, XYZZY, [1], 4) = 0\n", 2, "the word XYZZY");
	skips("// tcpsim: profile linux\n" SOCKET "+0 setsockopt(3, IPPROTO_TCP, TCP_NOPUSH, [1], 4) = 0\n", 3,
		"TCP_NOPUSH, which the profile linux does not have");
	skips("// tcpsim: profile freebsd\n" SOCKET "+0 setsockopt(3, IPPROTO_TCP, TCP_CORK, [1], 4) = 0\n", 3,
		"TCP_CORK, which the profile freebsd does not have");
}
END_TEST

START_TEST(numbers_are_those_of_the_system)
{
	/* <netinet/tcp.h>: TCP_KEEPIDLE is 4 on Linux and 256 on FreeBSD. */
	passes("// tcpsim: profile linux\n" SOCKET "+0 setsockopt(3, 6, 4, [77], 4) = 0\n"
		"+0 getsockopt(3, IPPROTO_TCP, TCP_KEEPIDLE, [77], [4]) = 0\n");
	passes("// tcpsim: profile freebsd\n" SOCKET "+0 setsockopt(3, 6, 256, [77], 4) = 0\n"
		"+0 getsockopt(3, IPPROTO_TCP, TCP_KEEPIDLE, [77], [4]) = 0\n");
}
END_TEST

START_TEST(an_option_is_skipped_by_its_name)
{
	skips(SOCKET "+0 setsockopt(3, SOL_SOCKET, SO_ZEROCOPY, [1], 4) = 0\n", 2, "SO_ZEROCOPY: zero-copy");
	skips(SOCKET "+0 getsockopt(3, SOL_TCP, TCP_CC_INFO, ..., ...) = 0\n", 2,
		"TCP_CC_INFO: the inner state of congestion control");
	skips(SOCKET "+0 setsockopt(3, SOL_SOCKET, TCP_ULP, [1], 4) = 0\n", 2, "setsockopt() of TCP_ULP");
	skips(SOCKET "+0 setsockopt(3, SOL_TCP, TCP_CONGESTION, \"bbr\", 3) = 0\n", 2, "congestion control bbr");
}
END_TEST

START_TEST(a_flag_is_skipped_by_its_name)
{
	skips(ACCEPTED "+0 send(4, ..., 5, MSG_ZEROCOPY) = 5\n", LINE(1), "MSG_ZEROCOPY");
	skips(ACCEPTED "+0 send(4, ..., 5, 0x10000) = 5\n", LINE(1), "another flag of send()");
	skips(ACCEPTED "+0 fcntl(4, F_DUPFD, 7) = 7\n", LINE(1), "fcntl() with F_DUPFD");
	skips(ACCEPTED "+0 fcntl(4, F_SETFL, O_ASYNC) = 0\n", LINE(1), "O_ASYNC");
	skips(ACCEPTED "+0 recvmsg(4, {msg_iov(1)=[{..., 10}], msg_control=[{...}]}, 0) = 5\n", LINE(1),
		"ancillary data (msg_control)");
}
END_TEST

START_TEST(an_argument_of_another_form_is_skipped)
{
	skips(SOCKET "+0 bind(3, 5, 16) = 0\n", 2, "an address in another form than is known here");
	skips(ACCEPTED "+0 write(4, ..., \"x\") = 1\n", LINE(1), "a number in another form than is known here");
	skips(ACCEPTED "+0 poll(4, 1, 0) = 1\n", LINE(1), "a list of struct pollfd in another form than is known here");
	skips(SOCKET "+0 setsockopt(3, SOL_SOCKET, SO_LINGER, [1], 8) = 0\n", 2,
		"SO_LINGER in another form than is known here");
	skips(SOCKET "+0 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0\n", 2,
		"the loopback interface");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pkt_calls");
	TCase *tcase = tcase_create("pkt_calls");

	tcase_add_test(tcase, another_result_is_told);
	tcase_add_test(tcase, another_errno_is_told);
	tcase_add_test(tcase, two_names_of_one_errno_are_the_same);
	tcase_add_test(tcase, another_value_of_an_option_is_told);
	tcase_add_test(tcase, other_events_are_told);
	tcase_add_test(tcase, another_address_is_told);
	tcase_add_test(tcase, other_octets_of_a_queue_are_told);
	tcase_add_test(tcase, a_call_that_returns_at_another_time_is_told);
	tcase_add_test(tcase, a_call_that_can_never_return_is_told);
	tcase_add_test(tcase, a_window_that_stays_shut_is_no_reason_to_wait_for_ever);
	tcase_add_test(tcase, a_call_is_skipped_by_its_name);
	tcase_add_test(tcase, a_socket_of_another_kind_is_skipped);
	tcase_add_test(tcase, an_unknown_word_is_skipped_and_another_proposed);
	tcase_add_test(tcase, numbers_are_those_of_the_system);
	tcase_add_test(tcase, an_option_is_skipped_by_its_name);
	tcase_add_test(tcase, a_flag_is_skipped_by_its_name);
	tcase_add_test(tcase, an_argument_of_another_form_is_skipped);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
