-- What an author does in Neovim, with the server attached: `nvim --headless -u NONE -S` with the command in ANSWERTREE.
-- Works from Neovim 0.7 on. The first thing that is not as it should be ends it with status 1.

local folder = vim.fn.tempname()
vim.fn.mkdir(folder .. "/parts", "p")
local main, part = folder .. "/main.answers", folder .. "/parts/late.answers"
vim.fn.writefile({
  "script Shop",
  "include parts/late.answers",
  "fact name text = there",
  "== refund: Refunds",
  "- I want my money back",
  "- please refund me",
  ">   é😀 Hello {name}, {nam}!",
  "-> late",
}, main)
vim.fn.writefile({ "== late: Late", "- where is it", "- where was it", "> Sorry, {name}!" }, part)

local function fail(message)
  io.stderr:write("neovim: " .. message .. "\n")
  vim.cmd("cquit 1")
end

local function check(what, found, expected)
  if not vim.deep_equal(found, expected) then
    fail(what .. ": expected " .. vim.inspect(expected) .. ", found " .. vim.inspect(found))
  end
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then
    fail("waited in vain for " .. what)
  end
end

local function run()
  vim.o.hidden = true
  vim.cmd("edit " .. vim.fn.fnameescape(main))
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = "answers"
  local config = { name = "answertree", cmd = { vim.env.ANSWERTREE, "lsp" }, root_dir = folder }
  local client = vim.lsp.start_client(config)
  vim.lsp.buf_attach_client(buffer, client)

  wait("problems", function() return #vim.diagnostic.get(buffer) > 0 end)
  local problem = vim.diagnostic.get(buffer)[1]
  check("problem", { problem.code, problem.lnum, problem.source }, { "AT0201", 6, "answertree" })
  check("its message", problem.message, "there is no fact `nam`\ndid you mean `name`?")
  local line = vim.api.nvim_buf_get_lines(buffer, 6, 7, true)[1]
  check("its place", line:sub(problem.col + 1, problem.end_col), "nam")

  local function ask(method, more)
    local params = vim.lsp.util.make_position_params(0, "utf-16")
    local answers = vim.lsp.buf_request_sync(buffer, method, vim.tbl_extend("force", params, more or {}), 20000)
    for _, answer in pairs(answers or {}) do
      return answer.result
    end
  end

  vim.fn.search("{name}")
  vim.cmd("normal! l")
  local hover = ask("textDocument/hover")
  check("hover", hover.contents.value:match("fact name text = there"), "fact name text = there")
  check("uses", #ask("textDocument/references", { context = { includeDeclaration = true } }), 3)

  vim.lsp.buf.rename("customer")
  wait("the rename", function()
    return vim.api.nvim_buf_get_lines(buffer, 2, 3, true)[1] == "fact customer text = there"
  end)
  local other = vim.fn.bufnr(part)
  check("the other file", vim.api.nvim_buf_get_lines(other, 3, 4, true), { "> Sorry, {customer}!" })

  -- The fix of the problem that is left: it was `nam`, which is like nothing now, so it is written by hand.
  vim.api.nvim_buf_set_lines(buffer, 6, 7, true, { ">   é😀 Hello {customer}, {custome}!" })
  wait("the problem of the change", function()
    local found = vim.diagnostic.get(buffer)[1]
    return found and found.message:match("custome`") ~= nil
  end)
  local range = { start = { line = 6, character = 0 }, ["end"] = { line = 6, character = 40 } }
  local actions = ask("textDocument/codeAction", { range = range, context = { diagnostics = {} } })
  check("the fix", actions[1].title, "Change `custome` to `customer`")
  vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
  wait("no problems", function() return #vim.diagnostic.get(buffer) == 0 end)

  local layout = ask("textDocument/formatting", { options = { tabSize = 2, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(layout, buffer, "utf-16")
  check("layout", vim.api.nvim_buf_get_lines(buffer, 3, 5, true), { "", "== refund: Refunds" })
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n")
  check("the reply", text:match("\n(>[^\n]*)"), "> é😀 Hello {customer}, {customer}!")

  vim.fn.search("-> late")
  vim.cmd("normal! ll$")
  check("definition", ask("textDocument/definition")[1].uri, vim.uri_from_fname(part))
  local items = ask("textDocument/completion").items
  check("completion", #items > 0, true)

  vim.lsp.stop_client(client)
  wait("the server to leave", function() return vim.lsp.client_is_stopped(client) end)
  io.stdout:write("neovim: problems, hover, references, rename, fix, layout, definition, completion\n")
end

local fine, why = xpcall(run, debug.traceback)
vim.fn.delete(folder, "rf")
if not fine then
  fail(why)
end
vim.cmd("qall!")
