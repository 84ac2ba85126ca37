/** Buttons: one main way on, plain others, and those that take something away. */

import type { ButtonHTMLAttributes } from 'react'

const looks = {
  main: 'bg-accent font-semibold text-on-accent',
  plain: 'border border-line bg-surface font-medium hover:border-accent hover:text-accent',
  risky: 'border border-down/50 bg-surface font-medium text-down hover:border-down',
} as const

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: keyof typeof looks
  /** As high as a row of a table; others are easy to touch. */
  isSmall?: boolean
}

export function Button({
  look = 'plain',
  isSmall = false,
  type = 'button',
  className = '',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={`rounded whitespace-nowrap disabled:opacity-60 ${isSmall ? 'h-7 px-2 text-12' : 'h-9 px-3'} ${looks[look]} ${className}`}
      {...rest}
    />
  )
}
