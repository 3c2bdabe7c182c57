// Made by scripts/unicode/generate.mjs with Node 24.21.0. Do not edit by hand.

/** The Unicode version of the Node that made these tables; part of the name of the display profile. */
export const UNICODE_VERSION = '17.0'

/** What a run of code points can be: a class that is boxed, or for a letter its script. */
export const RUN_NAMES = [
  'control', 'terminal_escape', 'other_space', 'other', 'Latin', 'zero_width', 'number', 'Common', 'mark', 'Greek',
  'unassigned', 'Coptic', 'Cyrillic', 'Armenian', 'Hebrew', 'format', 'direction', 'Arabic', 'Rare', 'Devanagari',
  'Bengali', 'Thai', 'Myanmar', 'Georgian', 'Hangul', 'Ethiopic', 'Cherokee', 'Canadian_Aboriginal',
  'variation_selector', 'Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Lisu', 'noncharacter', 'private_use', 'tag',
] as const

/** All code points from U+0080 on, in order, as runs `LENGTH.NAME` (base 36; the name by its place above). */
export const RUNS =
  'g.0 1.1 a.0 1.1 1.0 1.1 2.0 1.2 9.3 1.4 2.3 1.5 4.3 2.6 1.3 1.7 3.3 1.6 1.4 1.3 3.6 1.3 n.4 1.3 v.4 1.3 ch.4 9.7' +
  ' 4.3 c.7 e.3 5.4 7.3 1.7 1.3 1.7 h.3 27.8 1.5 w.8 4.9 1.7 1.3 2.9 2.a 4.9 1.3 1.9 4.a 2.3 1.9 1.3 3.9 1.a 1.9 1.' +
  'a k.9 1.a 1r.9 e.b 6.9 1.3 9.9 3m.c 1.3 7.8 4m.c 1.a 12.d 2.a 1.d 6.3 15.d 2.3 2.a 3.3 1.a 19.8 1.3 1.8 1.3 2.8 ' +
  '1.3 2.8 1.3 1.8 8.a r.e 4.a 4.e 2.3 b.a 6.f a.3 b.8 1.3 1.g 3.3 w.h 1.7 a.h l.8 a.6 4.3 2.h 1.8 2r.h 1.3 1.h 7.8' +
  ' 1.f 1.3 6.8 2.h 2.8 1.3 4.8 2.h a.6 3.h 2.3 1.h e.3 1.a 1.f 1.i 1.8 u.i r.8 2.a 3.i 1c.h 12.i b.8 1.i e.a a.6 x' +
  '.i 9.8 2.i 4.3 1.i 2.a 1.8 2.3 m.i 4.8 1.i 9.8 1.i 3.8 1.i 5.8 2.a f.3 1.a p.i 3.8 2.a 1.3 1.a b.i 5.a o.h 1.3 7' +
  '.h 2.f 5.a 9.8 16.h o.8 1.f x.8 1i.j 3.8 1.j i.8 1.j 7.8 a.j 2.8 2.3 a.6 1.3 f.j 1.k 3.8 1.a 8.k 2.a 2.k 2.a m.k' +
  ' 1.a 7.k 1.a 1.k 3.a 4.k 2.a 1.8 1.k 7.8 2.a 2.8 2.a 3.8 1.k 8.a 1.8 4.a 2.k 1.a 3.k 2.8 2.a a.6 2.k 2.3 6.6 2.3' +
  ' 1.k 1.3 1.8 2.a 3.8 1.a 6.i 4.a 2.i 2.a m.i 1.a 7.i 1.a 2.i 1.a 2.i 1.a 2.i 2.a 1.8 1.a 5.8 4.a 2.8 2.a 3.8 3.a' +
  ' 1.8 7.a 4.i 1.a 1.i 7.a a.6 2.8 3.i 1.8 1.3 a.a 3.8 1.a 9.i 1.a 3.i 1.a m.i 1.a 7.i 1.a 2.i 1.a 5.i 2.a 1.8 1.i' +
  ' 8.8 1.a 3.8 1.a 3.8 2.a 1.i f.a 2.i 2.8 2.a a.6 2.3 7.a 1.i 6.8 1.a 3.8 1.a 8.i 2.a 2.i 2.a m.i 1.a 7.i 1.a 2.i' +
  ' 1.a 5.i 2.a 1.8 1.i 7.8 2.a 2.8 2.a 3.8 7.a 3.8 4.a 2.i 1.a 3.i 2.8 2.a a.6 1.3 1.i 6.6 a.a 1.8 1.i 1.a 6.i 3.a' +
  ' 3.i 1.a 4.i 3.a 2.i 1.a 1.i 1.a 2.i 3.a 2.i 3.a 3.i 3.a c.i 4.a 5.8 3.a 3.8 1.a 4.8 2.a 1.i 6.a 1.8 e.a d.6 8.3' +
  ' 5.a 5.8 8.i 1.a 3.i 1.a n.i 1.a g.i 2.a 1.8 1.i 7.8 1.a 3.8 1.a 4.8 7.a 2.8 1.a 3.i 1.a 2.i 2.a 2.i 2.8 2.a a.6' +
  ' 7.a 1.3 7.6 1.3 1.i 3.8 1.3 8.i 1.a 3.i 1.a n.i 1.a a.i 1.a 5.i 2.a 1.8 1.i 7.8 1.a 3.8 1.a 4.8 7.a 2.8 5.a 3.i' +
  ' 1.a 2.i 2.8 2.a a.6 1.a 2.i 1.8 c.a 4.8 9.i 1.a 3.i 1.a 15.i 2.8 1.i 7.8 1.a 3.8 1.a 4.8 1.i 1.3 4.a 3.i 1.8 7.' +
  '6 3.i 2.8 2.a j.6 1.3 6.i 1.a 3.8 1.a i.i 3.a o.i 1.a 9.i 1.a 1.i 2.a 7.i 3.a 1.8 4.a 6.8 1.a 1.8 1.a 8.8 6.a a.' +
  '6 2.a 2.8 1.3 c.a 1c.l 1.8 2.l 7.8 4.a 1.3 7.l 8.8 1.3 a.6 2.3 11.a 2.i 1.a 1.i 1.a 5.i 1.a o.i 1.a 1.i 1.a a.i ' +
  '1.8 2.i 9.8 1.i 2.a 5.i 1.a 1.i 1.a 7.8 1.a a.6 2.a 4.i w.a 1.i n.3 2.8 6.3 k.6 1.3 1.8 1.3 1.8 1.3 1.8 4.3 2.8 ' +
  '8.i 1.a 10.i 4.a k.8 1.3 2.8 5.i b.8 1.a 10.8 1.a 8.3 1.8 6.3 1.a d.3 11.a 17.m k.8 1.m a.6 6.3 6.m 4.8 4.m 3.8 ' +
  '1.m 3.8 2.m 7.8 3.m 4.8 d.m c.8 1.m 1.8 a.6 4.8 2.3 12.n 1.a 1.n 5.a 1.n 2.a 17.n 1.3 4.n 2n.o 2.5 4f.o 21.p 1.a' +
  ' 4.p 2.a 7.p 1.a 1.p 1.a 4.p 2.a 15.p 1.a 4.p 2.a x.p 1.a 4.p 2.a 7.p 1.a 1.p 1.a 4.p 2.a f.p 1.a 1l.p 1.a 4.p 2' +
  '.a 1v.p 2.a 3.8 9.3 k.6 3.a g.p a.3 6.a 2e.q 2.a 6.q 2.a 1.3 h8.r 2.3 h.r 1.2 q.i 2.3 3.a 23.i 3.3 3.6 8.i 7.a i' +
  '.i 4.8 9.a j.i 3.8 2.3 9.a i.i 2.8 c.a d.i 1.a 3.i 1.a 2.8 c.a 1g.i 2.5 u.8 3.3 1.i 4.3 1.i 1.8 2.a a.6 6.a a.6 ' +
  '6.a b.3 3.s 1.5 1.s a.6 6.a 2h.i 7.a 5.i 2.8 y.i 1.8 1.i 5.a 1y.r a.a v.i 1.a c.8 4.a c.8 4.a 1.3 3.a 2.3 a.6 u.' +
  'i 2.a 5.i b.a 18.i 4.a q.i 6.a b.6 3.a y.3 n.i 5.8 2.a 2.3 1h.i a.8 1.a t.8 2.a 1.8 a.6 6.a a.6 6.a 7.3 1.i 6.3 ' +
  '2.a 1a.8 2.a c.8 k.a 5.8 1b.i h.8 8.i 1.a 2.3 a.6 h.3 9.8 c.3 3.8 u.i d.8 2.i a.6 18.i e.8 8.a 4.3 10.i k.8 3.a ' +
  '5.3 a.6 3.a 3.i a.6 10.i 2.3 b.c 5.a 17.n 2.a 3.n 8.3 8.a 3.8 1.3 l.8 4.7 1.8 6.7 1.8 2.7 3.8 1.7 5.a 12.4 5.9 1' +
  '.c 1d.4 5.9 4.4 5.9 d.4 1.c 1y.4 1.9 1s.8 74.4 m.9 2.a 6.9 2.a 12.9 2.a 6.9 2.a 8.9 1.a 1.9 1.a 1.9 1.a 1.9 1.a ' +
  'v.9 2.a 1h.9 1.a 7.9 1.3 1.9 3.3 3.9 1.a 7.9 3.3 4.9 2.a 6.9 1.a 3.3 d.9 3.3 2.a 3.9 1.a 7.9 2.3 1.a b.2 3.5 2.g' +
  ' o.3 2.0 5.g 1.2 1b.3 1.2 6.5 4.g 6.5 1.6 1.4 2.a 6.6 5.3 1.4 a.6 5.3 1.a d.4 3.a y.3 e.a x.8 f.a 2.3 1.7 4.3 1.' +
  '7 2.3 a.7 1.3 1.7 3.3 5.7 6.3 1.7 1.3 1.9 1.3 1.7 1.3 2.4 2.7 1.3 3.7 1.4 7.7 2.3 4.7 5.3 5.7 4.3 1.4 1.3 1f.6 2' +
  '.4 5.6 2.3 4.a ii.3 m.a b.3 l.a 1o.6 26.3 m.6 hi.3 u.6 30.3 1.2 oj.3 2.a 3u.3 2o.i w.4 2t.b 6.3 4.b 3.8 2.b 5.a ' +
  '4.3 1.6 2.3 12.n 1.a 1.n 5.a 1.n 2.a 1k.i 7.a 1.i 1.3 e.a 1.8 n.p 9.a 7.p 1.a 7.p 1.a 7.p 1.a 7.p 1.a 7.p 1.a 7.' +
  'p 1.a 7.p 1.a 7.p 1.a w.8 1b.3 1.7 1a.3 y.a q.3 1.a 2h.3 c.a 5y.3 q.a g.3 1.2 4.3 1.t 1.7 1.6 p.3 9.6 6.8 1.3 5.' +
  '7 2.3 3.6 1.t 1.7 3.3 1.a 2e.u 2.a 2.8 2.3 3.u 1.3 2i.v 1.3 1.7 3.v 5.a 17.w 1.a 1f.o 1.5 16.o 1.a 2.3 4.6 a.3 w' +
  '.w 12.3 9.a 1.3 g.v v.3 1.a a.6 u.3 8.6 1.3 f.6 w.3 a.6 13.3 f.6 8w.3 534.t 1s.3 g74.t wd.i 3.a 1j.3 9.a 1a.x 2.' +
  '3 7h.i 3.3 g.i a.6 2.i k.a 1b.c 4.8 1.3 a.8 1.3 v.c 2.8 1y.i a.6 2.8 6.3 8.a n.3 9.7 2.3 2u.4 1.7 2.3 2a.4 k.a f' +
  '.4 2.i 1.8 3.i 1.8 4.i 1.8 n.i 5.8 4.3 1.8 3.a 6.6 4.3 6.a 1g.i 4.3 8.a 2.8 1e.i i.8 8.a 2.3 a.6 6.a i.8 6.j 3.3' +
  ' 1.j 1.3 2.j 1.8 a.6 s.i 8.8 2.3 n.i d.8 b.a 1.3 t.o 3.a 4.8 1b.i e.8 d.3 1.a 1.7 a.6 4.a 2.3 5.m 1.8 a.m a.6 5.' +
  'm 1.a 15.i e.8 9.a 3.i 1.8 8.i 2.8 2.a a.6 2.a 4.3 n.m 3.3 1.m 3.8 2.m 1c.i 1.8 1.i 3.8 2.i 2.8 5.i 2.8 1.i 1.8 ' +
  '1.i o.a 3.i 2.3 b.i 5.8 2.3 3.i 2.8 a.a 6.p 2.a 6.p 2.a 6.p 9.a 7.p 1.a 7.p 1.a 17.4 1.3 9.4 1.9 4.4 2.3 4.a 28.' +
  'q z.i 8.8 1.3 2.8 2.a a.6 6.a 8mc.o c.a n.o 4.a 1d.o 4.a 1kw.y 4xs.z a6.t 2.a 2y.t 12.a 7.4 c.a 5.d 5.a 1.e 1.8 ' +
  'a.e 1.3 d.e 1.a 5.e 1.a 1.e 1.a 2.e 1.a 2.e 1.a a.e 2q.h x.3 a3.h i.3 1s.h 2.3 1i.h 8.3 w.y c.h 4.3 g.s a.3 6.a ' +
  'g.8 z.3 1.a j.3 1.a 4.3 4.a 5.h 1.a 3r.h 2.a 1.5 1.a f.3 a.6 7.3 q.4 6.3 q.4 b.3 a.v 1.7 19.v 2.7 1.5 u.o 3.a 6.' +
  'o 2.a 6.o 2.a 6.o 2.a 3.o 3.a 7.3 1.a 7.3 1.a 9.5 3.f 2.3 2.y c.i 1.a q.i 1.a j.i 1.a 2.i 1.a f.i 2.a e.i y.a 3f' +
  '.i 5.a 3.3 4.a 19.6 3.a 9.3 1l.6 h.3 2.6 3.3 1.a d.3 3.a 1.3 1b.a 19.3 1.8 3m.a t.i 3.a 1d.i f.a 1.8 r.6 4.a w.i' +
  ' 4.6 9.a k.i 1.6 8.i 1.6 5.a 12.i 5.8 5.a u.i 1.a 1.3 10.i 4.a 8.i 1.3 5.6 16.a 4e.i 2.a a.6 6.a 10.i 4.a 10.i 4' +
  '.a 14.i 8.a 1g.i b.a 1.3 b.i 1.a f.i 1.a 7.i 1.a 2.i 1.a b.i 1.a f.i 1.a 7.i 1.a 2.i 3.a 1g.i c.a 8n.i 9.a m.i a' +
  '.a 8.i o.a 6.4 1.a 16.4 1.a 9.4 1x.a 6.i 2.a 1.i 1.a 18.i 1.a 2.i 3.a 1.i 2.a n.i 1.a 1.3 8.6 n.i 2.3 7.6 v.i 8.' +
  'a 9.6 1c.a j.i 1.a 2.i 5.a 5.6 m.i 6.6 3.a 1.3 q.i 5.a 1.3 q.i 12.a 1k.i 4.a 2.6 2.i g.6 2.a 1a.6 1.i 3.8 1.a 2.' +
  '8 5.a 4.8 4.i 1.a 3.i 1.a t.i 2.a 3.8 4.a 1.8 9.6 7.a 9.3 7.a t.i 2.6 1.3 t.i 3.6 w.a 8.i 1.3 s.i 2.8 4.a 5.6 7.' +
  '3 9.a 1i.i 3.a 7.3 m.i 2.a 8.6 j.i 5.a 8.6 i.i 7.a 4.3 c.a 7.6 28.a 21.i 1j.a 1f.i d.a 1f.i 7.a 6.6 10.i 4.8 8.a' +
  ' a.6 6.a a.6 s.i 3.a 5.8 1.3 n.i 8.a 2.3 5s.a v.6 1.a 16.i 1.a 2.8 1.3 2.a 2.i g.a 6.h 8.a 9.3 x.a 6.8 t.i a.6 1' +
  '.i 8.a m.i b.8 4.6 5.3 m.a i.i 4.8 4.3 12.a l.i 7.6 k.a n.i 9.a 3.8 1h.i f.8 7.3 4.a u.6 1.8 2.i 2.8 1.i 9.a 4.8' +
  ' 19.i b.8 2.3 1.f 4.3 1.8 a.a 1.f 2.a p.i 7.a a.6 6.a 3.8 10.i e.8 1.a a.6 4.3 1.i 2.8 1.i 8.a z.i 1.8 2.3 1.i 9' +
  '.a 3.8 1c.i e.8 4.i 4.3 4.8 1.3 2.8 a.6 1.i 1.3 1.i 3.3 1.a k.6 b.a i.i 1.a p.i c.8 6.3 1.8 2.i 1.8 1q.a 7.i 1.a' +
  ' 1.i 1.a 4.i 1.a f.i 1.a a.i 1.3 6.a 1b.i c.8 5.a a.6 6.a 4.8 1.a 8.i 2.a 2.i 2.a m.i 1.a 7.i 1.a 2.i 1.a 5.i 1.' +
  'a 2.8 1.i 7.8 2.a 2.8 2.a 3.8 2.a 1.i 6.a 1.8 5.a 5.i 2.8 2.a 7.8 3.a 5.8 b.a a.i 1.a 1.i 2.a 1.i 1.a 12.i 1.a 1' +
  '.i 9.8 1.a 1.8 2.a 1.8 1.a 4.8 1.a 5.8 1.i 1.8 1.i 2.3 1.a 2.3 8.a 2.8 t.a 1h.i i.8 4.i 5.3 a.6 2.3 1.a 1.3 1.8 ' +
  '3.i u.a 1c.i k.8 2.i 1.3 1.i 8.a a.6 4m.a 1b.i 7.8 2.a 9.8 n.3 4.i 2.8 y.a 1c.i h.8 3.3 1.i b.a a.6 6.a d.3 j.a ' +
  '17.i d.8 1.i 1.3 6.a a.6 6.a k.6 s.a r.i 2.a f.8 4.a c.6 4.3 7.i 55.a 18.i f.8 1.3 2s.a 1s.i j.6 c.a 8.i 2.a 1.i' +
  ' 2.a 8.i 1.a 2.i 1.a o.i 6.8 1.a 2.8 2.a 4.8 1.i 1.8 1.i 2.8 3.3 9.a a.6 1y.a 8.i 2.a 13.i 7.8 2.a 7.8 1.i 1.3 1' +
  '.i 1.8 r.a 1.i a.8 14.i 7.8 1.i 4.8 8.3 1.8 8.a 1.i b.8 1a.i g.8 3.3 1.i 5.3 d.a g.r 1l.i 7.a a.3 2e.a 8.8 2g.a ' +
  'x.i 1.3 e.a a.6 6.a 9.i 1.a 11.i 8.8 1.a 8.8 1.i 5.3 a.a t.6 3.a 2.3 u.i 2.a m.8 1.a e.8 21.a 7.i 1.a 2.i 1.a 12' +
  '.i 6.8 3.a 1.8 1.a 2.8 1.a 7.8 1.i 1.8 8.a a.6 6.a 6.i 1.a 2.i 1.a w.i 5.8 1.a 2.8 1.a 5.8 1.i 7.a a.6 6.a 18.i ' +
  '4.a a.6 6u.a j.i 4.8 2.3 7.a 2.8 1.i 1.8 d.i 1.a y.i 7.8 3.a 5.8 d.3 a.6 1.8 2d.a 1.x f.a l.6 t.3 d.a 1.3 pm.i 2' +
  'u.a 33.6 1.a 5.3 b.a 5g.i 218.a 2p.i 2.3 d.a ts.i g.f 1.8 6.i f.8 a.a 32z.i 5.a g7.i 5a1.a u.i i.8 a.6 1c6.a ft.' +
  'i 7.a v.i 1.a a.6 4.a 2.3 27.i 1.a a.6 6.a u.i 2.a 5.8 1.3 a.a 1c.i 7.8 9.3 4.i 2.3 a.a a.6 1.a 7.6 1.a l.i 5.a ' +
  'j.i c0.a 19.i 3.3 a.6 5i.a 1s.i n.6 4.3 5.a p.i 2.a p.i 18.a 23.i 4.a 1.8 1.i 1j.8 7.a 4.8 d.i 1s.a 2.i 1.3 1.t ' +
  '1.8 b.a 2.8 2.t 3.6 9.a 5p2.i 15.a w.i 2p.a 37.i 6pp.a 4.v 1.a 7.v 1.a 2.v 1.a 1.v 7z.u 3.v f.a 1.u t.a 3.u 2.a ' +
  '1.v e.a 4.v 8.a b0.i 1s4.a 2z.i 5.a d.i 3.a 9.i 7.a a.i 2.a 1.3 2.8 1.3 4.5 318.a 6o.3 a.6 3.3 3.a c4.3 6.a n.3 ' +
  'f.a h.3 f.a 1a.8 2.a n.8 9.a 38.3 1o.a 6u.3 a.a 13.3 2.a 1o.3 5.8 3.3 6.8 8.5 8.8 2.3 7.8 u.3 4.8 1p.3 l.a 1u.3 ' +
  '3.8 1.3 3e.a k.6 c.a k.6 c.a 2f.3 9.a p.6 3r.a 2d.7 1.a 1z.7 1.a 2.7 2.a 1.7 2.a 2.7 2.a 4.7 1.a c.7 1.a 1.7 1.a' +
  ' 7.7 1.a 1t.7 1.a 4.7 2.a 8.7 1.a 7.7 1.a s.7 1.a 4.7 1.a 5.7 1.a 1.7 3.a 7.7 1.a 9g.7 2.a p.7 1.3 p.7 1.3 v.7 1' +
  '.3 p.7 1.3 v.7 1.3 p.7 1.3 v.7 1.3 p.7 1.3 v.7 1.3 p.7 1.3 8.7 2.a 1e.6 e8.3 1j.8 4.3 1e.8 8.3 1.8 e.3 1.8 7.3 f' +
  '.a 5.8 1.a f.8 uo.a v.4 6.a 6.4 5x.a 7.8 1.a h.8 2.a 7.8 1.a 2.8 1.a 5.8 5.a 1q.c x.a 1.8 34.a 19.i 3.a 7.8 7.i ' +
  '2.a a.6 4.a 1.i 1.3 8w.a u.i 1.8 h.a 18.i 4.8 a.6 5.a 1.3 cw.a s.i 4.8 a.6 5y.a u.i 2.8 1.i a.6 4.a 1.3 5c.a v.i' +
  ' 1.a 3.i 1.8 2.i 1.8 7.i 2.8 5.i 1.8 8.a 2.i 68.a 7.p 1.a 4.p 1.a 2.p 1.a f.p 1.a 5h.i 2.a 9.6 7.8 15.a 1w.i 7.8' +
  ' 1.i 4.a a.6 4.a 2.3 lt.a 1n.6 1.3 3.6 1.3 4.6 24.a 19.6 1.3 f.6 5e.a 4.h 1.a r.h 1.a 2.h 1.a 1.h 2.a 1.h 1.a a.' +
  'h 1.a 4.h 1.a 1.h 1.a 1.h 6.a 1.h 4.a 1.h 1.a 1.h 1.a 1.h 1.a 3.h 1.a 2.h 1.a 1.h 2.a 1.h 1.a 1.h 1.a 1.h 1.a 1.' +
  'h 1.a 1.h 1.a 2.h 1.a 1.h 2.a 4.h 1.a 7.h 1.a 4.h 1.a 4.h 1.a 1.h 1.a a.h 1.a h.h 5.a 3.h 1.a 5.h 1.a h.h 1g.a 2' +
  '.3 7i.a 18.3 4.a 2s.3 c.a f.3 2.a f.3 1.a f.3 1.a 11.3 a.a d.6 4h.3 1k.a t.3 d.a 18.3 4.a 9.3 7.a 2.3 e.a 6.3 4a' +
  '.a rd.3 3.a h.3 3.a d.3 3.a 62.3 6.a c.3 4.a 1.3 f.a c.3 4.a 1k.3 8.a a.3 6.a 14.3 8.a u.3 2.a c.3 4.a 2.3 e.a 9' +
  '.3 13.a 9k.3 8.a e.3 2.a d.3 3.a b.3 3.a 1l.3 1.a 1.3 4.a g.3 2.a c.3 4.a a.3 7.a 43.3 1.a 2k.3 a.6 1.3 sj.a 2.y' +
  ' wyo.t w.a 3dq.t 2.a 4ge.t 2.a 5rl.t f.a ha.t 1wi.a f2.t 15s.a 2.y 3t7.t 5.a 6ju.t 1478.a 2.y 1eke.a 2.y 1eke.a ' +
  '2.y 1eke.a 2.y 1eke.a 2.y 1eke.a 2.y 1eke.a 2.y 1eke.a 2.y 1eke.a 2.y 1eke.a 2.y 1eke.a 2.y 3k.10 3k.5 6o.s 2s0.' +
  '5 1bem.a 2.y 1eke.z 2.y 1eke.z 2.y'

/** The characters (hexadecimal) that look like an ASCII character; a group for each, in the order of `LOOK_ALIKE_ASCII`. */
export const LOOK_ALIKES =
  '1c3,2d51,ff01 2ba,2dd,2ee,2f6,5f2,5f4,1cd3,201c,201d,201f,2033,2036,3003,ff02 66a,2052 a778 b4,2b9,2bb,2bc,2bd,2' +
  'be,2c8,2ca,2cb,2f4,374,384,55a,55d,5d9,5f3,7f4,7f5,144a,16cc,1fbd,1fbf,1ffd,1ffe,2018,2019,201b,2032,2035,a78c,f' +
  'f07,16f51,16f52 2768,2772,3014,fd3e,fe35 2769,2773,3015,fd3f,fe36 66d,204e,2217,1031f 16ed,2795,fb29,1029b b8,60' +
  'd,66b,201a,a4f9 2d7,6d4,2010,2011,2012,2013,2043,2212,2796,2cba,fe58,ff0d 660,6f0,701,702,2024,a4f8,a60e,10a50,1' +
  'd16d 1735,2041,2044,2215,2571,27cb,29f8,2cc6,2f03,3033,30ce,31d3,4e3f,1d23a 7c0,9e6,b20,b66,12d0,2070,24ea,2d54,' +
  '3007,a4f3,ff10,10292,102ab,10516,114d0,118e0,1ccf0,1d7ce,1d7d8,1d7e2,1d7ec,1d7f6,1fbf0 661,6f1,2460,ff11,1ccf1,1' +
  'd7cf,1d7d9,1d7e3,1d7ed,1d7f7,1fbf1 1a7,3e8,14bf,2461,a644,a6ef,a75a,ff12,1ccf2,1d7d0,1d7da,1d7e4,1d7ee,1d7f8,1fb' +
  'f2 1b7,21c,417,4e0,2462,2ccc,a76a,a7ab,ff13,118ca,16f3b,1ccf3,1d206,1d7d1,1d7db,1d7e5,1d7ef,1d7f9,1fbf3 13ce,246' +
  '3,ff14,118af,1ccf4,1d7d2,1d7dc,1d7e6,1d7f0,1d7fa,1fbf4 1bc,2464,ff15,118bb,1ccf5,1d7d3,1d7dd,1d7e7,1d7f1,1d7fb,1' +
  'fbf5 431,13ee,2465,2cd2,ff16,118d5,1ccf6,1d7d4,1d7de,1d7e8,1d7f2,1d7fc,1fbf6 2466,ff17,104d2,118c6,1ccf7,1d212,1' +
  'd7d5,1d7df,1d7e9,1d7f3,1d7fd,1fbf7 222,223,9ea,a6a,b03,2467,ff18,1031a,1ccf8,1d7d6,1d7e0,1d7ea,1d7f4,1d7fe,1e8cb' +
  ',1fbf8 9ed,a67,b68,d6d,2079,2468,2cca,a76e,ff19,118ac,118cc,118d6,1ccf9,1d7d7,1d7e1,1d7eb,1d7f5,1d7ff,1fbf9 2d0,' +
  '2f8,589,5c3,703,704,903,a83,16ec,1803,1809,205a,2236,a4fd,a789,fe30,ff1a 37e 2c2,1438,16b2,2039,276e,1d236 1400,' +
  '2e40,30a0,a4ff 2c3,1433,203a,276f,16f3f,1d237 241,294,97d,13ae,a6eb 391,410,13aa,15c5,a4ee,ff21,102a0,16f40,1d40' +
  '0,1d434,1d468,1d49c,1d4d0,1d504,1d538,1d56c,1d5a0,1d5d4,1d608,1d63c,1d670,1d6a8,1d6e2,1d71c,1d756,1d790 392,412,' +
  '13f4,15f7,212c,a4d0,a7b4,ff22,10282,102a1,10301,1d401,1d435,1d469,1d4d1,1d505,1d539,1d56d,1d5a1,1d5d5,1d609,1d63' +
  'd,1d671,1d6a9,1d6e3,1d71d,1d757,1d791 3f9,421,13df,2102,212d,216d,24b8,2ca4,a4da,ff23,102a2,10302,10415,1051c,11' +
  '8e9,118f2,1d402,1d436,1d46a,1d49e,1d4d2,1d56e,1d5a2,1d5d6,1d60a,1d63e,1d672,1f74c 13a0,15de,15ea,2145,216e,a4d3,' +
  'ff24,1d403,1d437,1d46b,1d49f,1d4d3,1d507,1d53b,1d56f,1d5a3,1d5d7,1d60b,1d63f,1d673 395,415,13ac,2130,22ff,2d39,a' +
  '4f0,ff25,10286,118a6,118ae,1d404,1d438,1d46c,1d4d4,1d508,1d53c,1d570,1d5a4,1d5d8,1d60c,1d640,1d674,1d6ac,1d6e6,1' +
  'd720,1d75a,1d794 3dc,15b4,2131,a4dd,a798,ff26,10287,102a5,10525,118a2,118c2,1d213,1d405,1d439,1d46d,1d4d5,1d509,' +
  '1d53d,1d571,1d5a5,1d5d9,1d60d,1d641,1d675,1d7ca 50c,13c0,13f3,a4d6,ff27,1d406,1d43a,1d46e,1d4a2,1d4d6,1d50a,1d53' +
  'e,1d572,1d5a6,1d5da,1d60e,1d642,1d676 397,41d,13bb,157c,210b,210c,210d,2c8e,a4e7,ff28,102cf,1d407,1d43b,1d46f,1d' +
  '4d7,1d573,1d5a7,1d5db,1d60f,1d643,1d677,1d6ae,1d6e8,1d722,1d75c,1d796 196,399,406,4c0,2110,2111,2160,2c92,ff29,1' +
  'd408,1d43c,1d470,1d4d8,1d540,1d574,1d5a8,1d5dc,1d610,1d644,1d678,1d6b0,1d6ea,1d724,1d75e,1d798 37f,408,13ab,148d' +
  ',a4d9,a7b2,ff2a,1d409,1d43d,1d471,1d4a5,1d4d9,1d50d,1d541,1d575,1d5a9,1d5dd,1d611,1d645,1d679 39a,41a,13e6,16d5,' +
  '212a,2c94,a4d7,ff2b,10518,1d40a,1d43e,1d472,1d4a6,1d4da,1d50e,1d542,1d576,1d5aa,1d5de,1d612,1d646,1d67a,1d6b1,1d' +
  '6eb,1d725,1d75f,1d799 13de,14aa,2112,216c,2cd0,a4e1,ff2c,1041b,10526,118a3,118b2,16f16,1d22a,1d40b,1d43f,1d473,1' +
  'd4db,1d50f,1d543,1d577,1d5ab,1d5df,1d613,1d647,1d67b 39c,3fa,41c,13b7,15f0,16d6,2133,216f,2c98,a4df,ff2d,102b0,1' +
  '0311,1d40c,1d440,1d474,1d4dc,1d510,1d544,1d578,1d5ac,1d5e0,1d614,1d648,1d67c,1d6b3,1d6ed,1d727,1d761,1d79b 39d,2' +
  '115,2c9a,a4e0,ff2e,10513,1d40d,1d441,1d475,1d4a9,1d4dd,1d511,1d579,1d5ad,1d5e1,1d615,1d649,1d67d,1d6b4,1d6ee,1d7' +
  '28,1d762,1d79c 39f,41e,555,2c9e,ff2f,10404,104c2,118b5,1d40e,1d442,1d476,1d4aa,1d4de,1d512,1d546,1d57a,1d5ae,1d5' +
  'e2,1d616,1d64a,1d67e,1d6b6,1d6f0,1d72a,1d764,1d79e 3a1,420,13e2,146d,1d3e,2119,24c5,2ca2,a4d1,ff30,10295,1d40f,1' +
  'd443,1d477,1d4ab,1d4df,1d513,1d57b,1d5af,1d5e3,1d617,1d64b,1d67f,1d6b8,1d6f2,1d72c,1d766,1d7a0 211a,2d55,ff31,1d' +
  '410,1d444,1d478,1d4ac,1d4e0,1d514,1d57c,1d5b0,1d5e4,1d618,1d64c,1d680 1a6,13a1,13d2,1587,211b,211c,211d,24c7,a4e' +
  '3,ff32,104b4,16f35,1d216,1d411,1d445,1d479,1d4e1,1d57d,1d5b1,1d5e5,1d619,1d64d,1d681 405,54f,13d5,13da,a4e2,ff33' +
  ',10296,10420,16f3a,1d412,1d446,1d47a,1d4ae,1d4e2,1d516,1d54a,1d57e,1d5b2,1d5e6,1d61a,1d64e,1d682 3a4,422,13a2,22' +
  'a4,27d9,2ca6,a4d4,ff34,10297,102b1,10315,118bc,16f0a,1d413,1d447,1d47b,1d4af,1d4e3,1d517,1d54b,1d57f,1d5b3,1d5e7' +
  ',1d61b,1d64f,1d683,1d6bb,1d6f5,1d72f,1d769,1d7a3,1f768 54d,1200,144c,222a,22c3,a4f4,ff35,104ce,118b8,16f42,1d414' +
  ',1d448,1d47c,1d4b0,1d4e4,1d518,1d54c,1d580,1d5b4,1d5e8,1d61c,1d650,1d684 474,667,6f7,13d9,142f,2164,2d38,a4e6,a6' +
  'df,ff36,1051d,118a0,16f08,1d20d,1d415,1d449,1d47d,1d4b1,1d4e5,1d519,1d54d,1d581,1d5b5,1d5e9,1d61d,1d651,1d685 51' +
  'c,13b3,13d4,a4ea,ff37,118e6,118ef,1d416,1d44a,1d47e,1d4b2,1d4e6,1d51a,1d54e,1d582,1d5b6,1d5ea,1d61e,1d652,1d686 ' +
  '3a7,425,166d,16b7,2169,2573,2cac,2d5d,a4eb,a7b3,ff38,10290,102b4,10317,10322,10527,118ec,1d417,1d44b,1d47f,1d4b3' +
  ',1d4e7,1d51b,1d54f,1d583,1d5b7,1d5eb,1d61f,1d653,1d687,1d6be,1d6f8,1d732,1d76c,1d7a6 3a5,3d2,423,4ae,13a9,13bd,2' +
  'ca8,a4ec,ff39,102b2,118a4,16f43,1d418,1d44c,1d480,1d4b4,1d4e8,1d51c,1d550,1d584,1d5b8,1d5ec,1d620,1d654,1d688,1d' +
  '6bc,1d6f6,1d730,1d76a,1d7a4 396,13c3,2124,2128,a4dc,ff3a,102f5,118a9,118e5,1d419,1d44d,1d481,1d4b5,1d4e9,1d585,1' +
  'd5b9,1d5ed,1d621,1d655,1d689,1d6ad,1d6e7,1d721,1d75b,1d795 ff3b 2216,27cd,29f5,29f9,2f02,31d4,4e36,fe68,ff3c,1d2' +
  '0f,1d23b ff3d 2c4,2c6,ff3e 7fa,fe34,fe4d,fe4e,fe4f 1fef,ff40 251,3b1,430,237a,ff41,1d41a,1d44e,1d482,1d4b6,1d4ea' +
  ',1d51e,1d552,1d586,1d5ba,1d5ee,1d622,1d656,1d68a,1d6c2,1d6fc,1d736,1d770,1d7aa 184,42c,13cf,1472,15af,ff42,1d41b' +
  ',1d44f,1d483,1d4b7,1d4eb,1d51f,1d553,1d587,1d5bb,1d5ef,1d623,1d657,1d68b 3f2,441,1d04,217d,2ca5,abaf,ff43,1043d,' +
  '1d41c,1d450,1d484,1d4b8,1d4ec,1d520,1d554,1d588,1d5bc,1d5f0,1d624,1d658,1d68c 501,13e7,146f,2146,217e,a4d2,ff44,' +
  '1d41d,1d451,1d485,1d4b9,1d4ed,1d521,1d555,1d589,1d5bd,1d5f1,1d625,1d659,1d68d 435,4bd,212e,212f,2147,ab32,ff45,1' +
  'd41e,1d452,1d486,1d4ee,1d522,1d556,1d58a,1d5be,1d5f2,1d626,1d65a,1d68e 584,1e9d,a799,ab35,ff46,1d41f,1d453,1d487' +
  ',1d4bb,1d4ef,1d523,1d557,1d58b,1d5bf,1d5f3,1d627,1d65b,1d68f 18d,261,581,1d83,210a,ff47,1d420,1d454,1d488,1d4f0,' +
  '1d524,1d558,1d58c,1d5c0,1d5f4,1d628,1d65c,1d690 4bb,570,13c2,210e,ff48,1d421,1d489,1d4bd,1d4f1,1d525,1d559,1d58d' +
  ',1d5c1,1d5f5,1d629,1d65d,1d691 131,269,26a,2db,37a,3b9,456,4cf,13a5,1fbe,2139,2148,2170,2373,a647,ab75,ff49,118c' +
  '3,1d422,1d456,1d48a,1d4be,1d4f2,1d526,1d55a,1d58e,1d5c2,1d5f6,1d62a,1d65e,1d692,1d6a4,1d6ca,1d704,1d73e,1d778,1d' +
  '7b2 3f3,458,2149,ff4a,1d423,1d457,1d48b,1d4bf,1d4f3,1d527,1d55b,1d58f,1d5c3,1d5f7,1d62b,1d65f,1d693 ff4b,1d424,1' +
  'd458,1d48c,1d4c0,1d4f4,1d528,1d55c,1d590,1d5c4,1d5f8,1d62c,1d660,1d694 1c0,2e1,5d5,5df,627,7ca,16c1,2113,217c,24' +
  'db,2d4f,a4f2,fe8d,fe8e,ff4c,1028a,10309,16f28,1d425,1d459,1d48d,1d4c1,1d4f5,1d529,1d55d,1d591,1d5c5,1d5f9,1d62d,' +
  '1d661,1d695,1ee00,1ee80 217f,ff4d,11700,118e3,1d426,1d45a,1d48e,1d4c2,1d4f6,1d52a,1d55e,1d592,1d5c6,1d5fa,1d62e,' +
  '1d662,1d696 578,57c,ff4e,1d427,1d45b,1d48f,1d4c3,1d4f7,1d52b,1d55f,1d593,1d5c7,1d5fb,1d62f,1d663,1d697 3bf,3c3,4' +
  '3e,585,5e1,647,665,6be,6c1,6d5,6f5,966,a66,ae6,be6,c02,c66,c82,ce6,d02,d20,d66,d82,e50,ed0,101d,1040,10ff,1d0f,1' +
  'd11,1d52,2134,2c9f,ab3d,fba6,fba7,fba8,fba9,fbaa,fbab,fbac,fbad,fee9,feea,feeb,feec,ff4f,1042c,104ea,118c8,118d7' +
  ',1d428,1d45c,1d490,1d4f8,1d52c,1d560,1d594,1d5c8,1d5fc,1d630,1d664,1d698,1d6d0,1d6d4,1d70a,1d70e,1d744,1d748,1d7' +
  '7e,1d782,1d7b8,1d7bc,1ee24,1ee64,1ee84 3c1,3f1,440,2374,2ca3,ff50,1d429,1d45d,1d491,1d4c5,1d4f9,1d52d,1d561,1d59' +
  '5,1d5c9,1d5fd,1d631,1d665,1d699,1d6d2,1d6e0,1d70c,1d71a,1d746,1d754,1d780,1d78e,1d7ba,1d7c8 51b,563,566,ff51,1d4' +
  '2a,1d45e,1d492,1d4c6,1d4fa,1d52e,1d562,1d596,1d5ca,1d5fe,1d632,1d666,1d69a 2b3,433,1d26,2c85,ab47,ab48,ab81,ff52' +
  ',1d42b,1d45f,1d493,1d4c7,1d4fb,1d52f,1d563,1d597,1d5cb,1d5ff,1d633,1d667,1d69b 17f,1bd,2e2,455,a731,abaa,ff53,10' +
  '448,118c1,1d42c,1d460,1d494,1d4c8,1d4fc,1d530,1d564,1d598,1d5cc,1d600,1d634,1d668,1d69c ff54,1d42d,1d461,1d495,1' +
  'd4c9,1d4fd,1d531,1d565,1d599,1d5cd,1d601,1d635,1d669,1d69d 28b,3c5,57d,1d1c,a79f,ab4e,ab52,ff55,104f6,118d8,1d42' +
  'e,1d462,1d496,1d4ca,1d4fe,1d532,1d566,1d59a,1d5ce,1d602,1d636,1d66a,1d69e,1d6d6,1d710,1d74a,1d784,1d7be 3bd,475,' +
  '5d8,1d20,2174,2228,22c1,aba9,ff56,11706,118c0,1d42f,1d463,1d497,1d4cb,1d4ff,1d533,1d567,1d59b,1d5cf,1d603,1d637,' +
  '1d66b,1d69f,1d6ce,1d708,1d742,1d77c,1d7b6 26f,461,51d,561,1d21,ab83,ff57,1170a,1170e,1170f,1d430,1d464,1d498,1d4' +
  'cc,1d500,1d534,1d568,1d59c,1d5d0,1d604,1d638,1d66c,1d6a0 d7,445,1541,157d,166e,2179,292b,292c,2a2f,ff58,1d431,1d' +
  '465,1d499,1d4cd,1d501,1d535,1d569,1d59d,1d5d1,1d605,1d639,1d66d,1d6a1 263,28f,3b3,443,4af,10e7,1d8c,1eff,213d,ab' +
  '5a,ff59,118dc,1d432,1d466,1d49a,1d4ce,1d502,1d536,1d56a,1d59e,1d5d2,1d606,1d63a,1d66e,1d6a2,1d6c4,1d6fe,1d738,1d' +
  '772,1d7ac 1d22,1dbb,ab93,ff5a,118c4,1d433,1d467,1d49b,1d4cf,1d503,1d537,1d56b,1d59f,1d5d3,1d607,1d63b,1d66f,1d6a' +
  '3 2774,fe37,1d114 5c0,2223,23fd,ff5c,ffe8,10320,1e8c7 2775,fe38 2dc,1fc0,2053,223c,ff5e'

/** The ASCII characters that `LOOK_ALIKES` speaks of, sorted. */
export const LOOK_ALIKE_ASCII = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
