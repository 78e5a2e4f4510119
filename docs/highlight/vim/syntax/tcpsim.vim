" SPDX-License-Identifier: MIT
" Vim syntax file of the scenarios of tcpsim, tcpsim-scenario(5). Written by docs/generate_syntax: make docs
if exists('b:current_syntax')
  finish
endif
syntax case match
syntax match tcpsimOperator '\v\<-\>|-\>|\<\=|\=\<|\>\=|!\=|[<>={}:,#+]'
syntax match tcpsimNumber '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<![0-9]%([A-Za-z0-9_]|\%|[./][A-Za-z0-9_])*'
syntax match tcpsimControl '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<![A-Za-z_]%([A-Za-z0-9_]|[-+.][A-Za-z0-9_])*%([-+.]?[A-Za-z0-9_])@!' contained
syntax match tcpsimInvariant '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<!%(transitions-legal|seq-window|isn-agreed|no-phantom-connection|data-in-order|data-delivered-once|fin-last|right-edge-not-shrunk|no-rst-for-rst|time-wait-full|no-silent-stall|network-honest|listen-by-user|no-forged-reset|clean-close|fin-accounted|read-before-close|probes-used-up|no-packet-war|can-rest|datagram-whole)%([-+.]?[A-Za-z0-9_])@!'
syntax match tcpsimSetting '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<!%(handshake|simultaneous-open|msl|time-wait|time-wait-reopen|quiet-time|reset-unread|reset-late-text|rfc1337|rfc5961|ack-check|timestamps|challenge-limit|challenge-window|keepalive|keepalive-idle|keepalive-interval|keepalive-probes|user-timeout|rto-initial|rto-min|rto-max|syn-retries|r1-retries|r2-retries|mss|ip|path-mtu-discovery|hard-errors|dscp|ttl|window-scale|sack|dsack|ecn|user-timeout-option|time-wait-timestamps|congestion-control|initial-window|limited-transmit|nagle|cork|delayed-ack|send-buffer|receive-buffer|option-layout|window-scale-for|buffer-rounding|window-rounding|window-updates|window-probe|persist-min|double-buffers|syn-ack-retries|syn-linear-retries|mss-option|syn-plain-retries|open-timeout|rto-variance-min|rto-slop|quick-acks|ack-second|fin-wait-2-timeout|reset-give-up|reset-with-ack|time-wait-syn|syn-fin|insecure-rst|insecure-syn|embryonic-reset|blackhole|icmp-syn-sent|missing-timestamps|fast-open|fast-open-experimental|fast-open-cookieless|syn-ack-again|syn-sent-rst-exact|fin-again|nagle-tail|abc-limit|send-error|flaw)%([-+.]?[A-Za-z0-9_])@!'
syntax match tcpsimKeyword '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<!%(abort|about|accept|accepts|after|as|backlog|behind|bind|both|breaks|broken|by|byte|bytes|close|connect|connection|crash|cut|delivers|enters|error|event|events|every|exploration|fails|fires|for|forge|from|getsockopt|give-up|holds|hops|icmp|in-flight|inject|into|invariant|invariants|isn|jitter|leaves|lifetime|listen|loss|mark-behind|mend|mtu|never|nothing|old|once|path|port|profile|queue|quiet|rate|read|receive|recv|recvfrom|reply|restart|restarts|returns|seed|send|sends|sendto|setsockopt|shutdown|silent|socket|starts|tcp|then|time|timer|times|to|told|udp|until|urgent|waits|write)%([-+.]?[A-Za-z0-9_])@!'
syntax match tcpsimStatement '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<!%(scenario|note|use|set|host|link|vary|at|when|drop|hold|delay|duplicate|reorder|mark|corrupt|expect|always|allow|run|in)%([-+.]?[A-Za-z0-9_])@!'
syntax match tcpsimVariable '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<!%(SND\.UNA|SND\.NXT|SND\.WND|RCV\.NXT|RCV\.WND|ISS|IRS|SND\.UP|RCV\.UP|cwnd|ssthresh|SMSS|Snd\.Wind\.Shift|Rcv\.Wind\.Shift|RTO|SRTT)%([-+.]?[A-Za-z0-9_])@!'
syntax match tcpsimKind '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<!%(SYN|SYN\+ACK|ACK|DATA|FIN|RST|PROBE|ANY|URG|ECE|CWR|DATAGRAM|ICMP)%([-+.]?[A-Za-z0-9_])@!'
syntax match tcpsimState '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<!%(CLOSED|LISTEN|SYN-SENT|SYN-RECEIVED|ESTABLISHED|FIN-WAIT-1|FIN-WAIT-2|CLOSE-WAIT|CLOSING|LAST-ACK|TIME-WAIT)%([-+.]?[A-Za-z0-9_])@!'
syntax match tcpsimVary '\v\$[A-Za-z_]%([A-Za-z0-9_]|-[A-Za-z0-9_])*'
syntax match tcpsimField '\v%([A-Za-z0-9_$]|[A-Za-z0-9_][-+.])@<![A-Za-z]+%([ \t]*\=)@=' contained
syntax match tcpsimString '\v"%([^"\\]|\\.)*"?'
syntax match tcpsimComment '\v//.*$'
syntax region tcpsimSegment matchgroup=tcpsimOperator start='<\%([ \t]*[A-Za-z]\+[ \t]*=\)\@=' end='>\|$' oneline contains=tcpsimComment,tcpsimString,tcpsimField,tcpsimVary,tcpsimState,tcpsimKind,tcpsimVariable,tcpsimStatement,tcpsimKeyword,tcpsimSetting,tcpsimInvariant,tcpsimControl,tcpsimNumber,tcpsimOperator
highlight default link tcpsimComment Comment
highlight default link tcpsimString String
highlight default link tcpsimField Label
highlight default link tcpsimVary Special
highlight default link tcpsimState Constant
highlight default link tcpsimKind Type
highlight default link tcpsimVariable Identifier
highlight default link tcpsimStatement Statement
highlight default link tcpsimKeyword Keyword
highlight default link tcpsimSetting Identifier
highlight default link tcpsimInvariant Function
highlight default link tcpsimControl Type
highlight default link tcpsimNumber Number
highlight default link tcpsimOperator Operator
let b:current_syntax = 'tcpsim'
