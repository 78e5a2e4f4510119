/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TCPSIM_H
#define TCPSIM_TCPSIM_H

/* All of tcpsim. The engine alone, without GLib, is <tcpsim/engine.h>. */
#include <tcpsim/diagnostic.h>
#include <tcpsim/drill.h>
#include <tcpsim/engine.h>
#include <tcpsim/exploration.h>
#include <tcpsim/explore.h>
#include <tcpsim/flaw.h>
#include <tcpsim/invariant.h>
#include <tcpsim/net.h>
#include <tcpsim/policy.h>
#include <tcpsim/recording.h>
#include <tcpsim/render.h>
#include <tcpsim/rules.h>
#include <tcpsim/scenario.h>
#include <tcpsim/segment.h>
#include <tcpsim/seq.h>
#include <tcpsim/setting.h>
#include <tcpsim/socket.h>
#include <tcpsim/state.h>
#include <tcpsim/tcb.h>
#include <tcpsim/trace.h>
#include <tcpsim/watcher.h>
#include <tcpsim/wire.h>
#include <tcpsim/word.h>

#endif
