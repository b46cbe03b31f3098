# The answers of R to the invented patients of first.csv, people.csv and events.csv: prints what stands in r_numbers.txt.
# Run in this folder: Rscript r_numbers.R > r_numbers.txt   (R 4.2.2 with survival 3.5-3, cmprsk 2.2-11, mets 1.3.2)
suppressMessages({library(survival); library(cmprsk); library(mets)})

say <- function(name, x) {
  x <- as.numeric(x)
  cat(name, paste(ifelse(is.na(x), "nan", sprintf("%.15g", x)), collapse = " "), "\n")
}
curve <- function(name, time, risk, estimate, se, lower, upper) {
  say(paste0(name, ".time"), time); say(paste0(name, ".at_risk"), risk)
  say(paste0(name, ".estimate"), estimate); say(paste0(name, ".se"), se)
  if (!missing(lower)) { say(paste0(name, ".lower"), lower); say(paste0(name, ".upper"), upper) }
}

# First events
d <- read.csv("first.csv")
km <- function(name, f) curve(name, f$time, f$n.risk, f$surv, if (f$logse) f$std.err * f$surv else f$std.err, f$lower, f$upper)
for (ct in c("log-log", "log", "plain")) km(paste0("km.", ct), survfit(Surv(time, status > 0) ~ 1, d, conf.type = ct))
km("km.entry", survfit(Surv(entry, time, status > 0) ~ 1, d, conf.type = "log-log"))
km("km.weights", survfit(Surv(time, status > 0) ~ 1, d, conf.type = "log-log", weights = weight, robust = TRUE))
km("km.entry.weights", survfit(Surv(entry, time, status > 0) ~ 1, d, conf.type = "log-log", weights = weight, id = id, robust = TRUE))

d$f <- factor(d$status, 0:2, c("censored", "event", "death"))
aj <- function(name, f, k) curve(name, f$time, f$n.risk[, 1], f$pstate[, k], f$std.err[, k], f$lower[, k], f$upper[, k])
for (ct in c("log-log", "log", "plain")) aj(paste0("aj.", ct), survfit(Surv(time, f) ~ 1, d, conf.type = ct), 2)
aj("aj.other", survfit(Surv(time, f) ~ 1, d, conf.type = "log-log"), 3)
aj("aj.entry", survfit(Surv(entry, time, f) ~ 1, d, conf.type = "log-log", id = id), 2)
# The numbers at risk of these two are left unweighted by R.
aj("aj.weights", survfit(Surv(time, f) ~ 1, d, conf.type = "log-log", weights = weight, id = id), 2)
aj("aj.entry.weights", survfit(Surv(entry, time, f) ~ 1, d, conf.type = "log-log", weights = weight, id = id), 2)
found <- timepoints(cuminc(d$time, d$status), c(5, 10, 20, 30, 40))
say("cuminc.estimate", found$est[1, ]); say("cuminc.variance", found$var[1, ])

f <- survfit(Surv(time, status > 0) ~ 1, d, conf.type = "log-log")
for (u in c(10, 30)) say(paste0("rmst.", u), summary(f, rmean = u)$table[c(5, 6)])
say("rmst.entry", summary(survfit(Surv(entry, time, status > 0) ~ 1, d), rmean = 30)$table[c(5, 6)])
say("median", summary(f)$table[7:9])
s <- summary(f, times = c(0, 1, 7, 12.5, 33))
say("read.estimate", s$surv); say("read.at_risk", s$n.risk)

# Events that come back
p <- read.csv("people.csv"); e <- read.csv("events.csv")
rows <- function(p, e) do.call(rbind, lapply(seq_len(nrow(p)), function(i) {
  t <- sort(e$time[e$id == p$id[i]])
  start <- c(p$entry[i], t); stop <- c(t, p$end[i]); event <- c(rep(1, length(t)), 0)
  data.frame(p[i, c("id", "died", "x", "group", "weight", "stratum")], start, stop, event, row.names = NULL)[stop > start, ]
}))
whole <- transform(p, entry = 0)
late <- rows(p, e); r <- rows(whole, e)
mcf <- function(name, f) curve(name, f$time, f$n.risk, f$cumhaz, f$std.chaz)
mcf("mcf", survfit(Surv(start, stop, event) ~ 1, r, id = id, cluster = id))
mcf("mcf.entry", survfit(Surv(start, stop, event) ~ 1, late, id = id, cluster = id))
mcf("mcf.weights", survfit(Surv(start, stop, event) ~ 1, r, id = id, cluster = id, weights = weight))
mcf("mcf.entry.weights", survfit(Surv(start, stop, event) ~ 1, late, id = id, cluster = id, weights = weight))

# mets steps through equal times one by one: make every time different
apart <- transform(e, time = time - 0.4 + 0.3 * seq_len(nrow(e)) / nrow(e))
people <- transform(whole, end = end + 0.4 * seq_len(nrow(p)) / nrow(p))
q <- rows(people, apart)
q$death <- ave(q$stop, q$id, FUN = max) == q$stop & q$died == 1
g <- recurrentMarginal(phreg(Surv(start, stop, event) ~ cluster(id), data = q), phreg(Surv(start, stop, death) ~ cluster(id), data = q))
say("gl.time", g$times); say("gl.estimate", g$mu); say("gl.se", g$se.mu)

# Regression
tight <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 60)
fit <- function(name, m) {
  say(paste0(name, ".coefficient"), coef(m)); say(paste0(name, ".se"), sqrt(diag(m$var)))
  say(paste0(name, ".model_se"), sqrt(diag(if (is.null(m$naive.var)) m$var else m$naive.var)))
  say(paste0(name, ".log_likelihood"), m$loglik[2]); say(paste0(name, ".null_log_likelihood"), m$loglik[1])
}
d$fail <- d$status == 1
for (t in c("efron", "breslow")) {
  fit(paste0("cox.", t), coxph(Surv(time, fail) ~ x + group, d, ties = t, control = tight))
  fit(paste0("cox.patient.", t), coxph(Surv(time, fail) ~ x + group, d, ties = t, control = tight, cluster = id))
  fit(paste0("cox.entry.", t), coxph(Surv(entry, time, fail) ~ x + group, d, ties = t, control = tight))
  fit(paste0("cox.strata.", t), coxph(Surv(entry, time, fail) ~ x + group + strata(stratum), d, ties = t, control = tight, cluster = id))
  fit(paste0("cox.weights.", t), coxph(Surv(entry, time, fail) ~ x + group, d, ties = t, control = tight, weights = weight, cluster = id))
  fit(paste0("ag.", t), coxph(Surv(start, stop, event) ~ x + group, late, ties = t, control = tight, cluster = id))
  fit(paste0("ag.weights.", t), coxph(Surv(start, stop, event) ~ x + group + strata(stratum), late, ties = t, control = tight, weights = weight, cluster = id))
}

# Shares
for (k in list(c(3, 20), c(0, 7), c(7, 7))) say(paste0("wilson.", k[1], ".", k[2]), suppressWarnings(prop.test(k[1], k[2], correct = FALSE))$conf.int)
