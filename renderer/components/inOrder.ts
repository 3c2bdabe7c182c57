import { createElement, Fragment, type ReactNode } from 'react'

/** Draws the pieces of one text in their order. They never change places, so they need no keys. */
export const inOrder = <T>(pieces: readonly T[], draw: (piece: T) => ReactNode): ReactNode => createElement(Fragment, null, ...pieces.map((piece) => draw(piece)))
