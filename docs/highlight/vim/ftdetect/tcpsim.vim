" SPDX-License-Identifier: MIT
autocmd BufRead,BufNewFile *.scn setfiletype tcpsim
