def run(options, folder):
    raise NotImplementedError
