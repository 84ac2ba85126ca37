/**
 * What every script of the queue keeps to. Each is one step that Redis takes whole: no crash can
 * fall inside one, and the only clock is Redis' own.
 *
 * A holder is written `<token> <list>`. A token names one delivery and ends in its number, or in
 * `d` for a burial; `-` stands for a job that nobody holds and that waits for its back-off, `~` and a
 * moment in ms for one that is put off until then. Whoever shows another token changes nothing.
 */

export const NOW = `
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

export const HELD = `
local holder = redis.call('hget', KEYS[2], ARGV[1])
if not holder or string.sub(holder, 1, #ARGV[2] + 1) ~= ARGV[2] .. ' ' then return 0 end
`
