"""A papermill engine that runs a notebook in a process forked from one that is warm already.

Three processes take part. The *client* runs papermill and nbclient as ever (`forked`, `kernel`,
`forks`). The *zygote* has been warmed up by a function that a subclass of the engine names, and
forks on request (`zygote`). Each *child* runs one notebook with IPython's own shell (`child`,
`shell`, `streams`, `memory`) and sends what the cells put out over one socket (`wire`), in the
messages of the Jupyter protocol.

A zygote forks other programs as well, such as a client with what it needs, which then forks a
zygote of its own instead of starting one.
"""
