-- Prints the colors of groups, in the background that 'background' has, and those of the terminal, as JSON.
local groups = {}
for _, group in ipairs({ "Normal", "Comment", "String", "Function", "Keyword", "Visual", "Search", "Pmenu" }) do
  local found = vim.api.nvim_get_hl_by_name(group, true)
  local look = {}
  for part, name in pairs({ foreground = "fg", background = "bg" }) do
    if found[part] then
      look[name] = string.format("#%06x", found[part])
    end
  end
  groups[group] = look
end
local terminal = {}
for number = 0, 15 do
  terminal[number + 1] = vim.g["terminal_color_" .. number]
end
io.stdout:write(vim.fn.json_encode({ groups = groups, terminal = terminal, name = vim.g.colors_name }))
